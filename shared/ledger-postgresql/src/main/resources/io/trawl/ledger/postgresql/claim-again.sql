-- The batches that an earlier attempt of the same request has claimed, whose answer was lost.
SELECT no, token, pass, attempt, lost,
       EXISTS (SELECT FROM trawl.hierarchy_failure WHERE run_no = :run) AS hierarchy_failed
  FROM trawl.batch
 WHERE run_no = :run AND NOT done AND claimed AND request = :request
