-- Locks the run: until the end of the transaction no other process becomes the leader or changes the phase.
SELECT phase FROM trawl.run WHERE no = :run AND leader = :leader AND state = 'RUNNING' FOR NO KEY UPDATE
