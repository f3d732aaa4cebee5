-- Whether a worker has claimed the batch, or it was sent lately. By the primary key: the index of open batches would be read
-- from its start.
SELECT no, NOT done AND (send_due > clock_timestamp() OR claimed AND due > clock_timestamp()) AS under_way
  FROM trawl.batch WHERE run_no = :run AND no = ANY (:batches)
