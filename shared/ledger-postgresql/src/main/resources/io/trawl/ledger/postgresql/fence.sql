-- Locks the run, so that nobody else takes the lead or goes to another phase until the end of the transaction.
SELECT phase FROM trawl.run WHERE no = :run AND leader = :leader AND state = 'RUNNING' FOR NO KEY UPDATE
