UPDATE trawl.run SET next_batch = next_batch + :batches
 WHERE no = :run AND leader = :leader AND state = 'RUNNING'
RETURNING next_batch - :batches AS first
