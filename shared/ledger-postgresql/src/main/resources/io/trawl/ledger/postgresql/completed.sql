-- Whether a completion with this token was applied, and what of it is in another batch now.
SELECT coalesce(
         (SELECT array_agg(e.id) FROM trawl.entity e
           WHERE e.run_no = b.run_no AND e.type = b.type AND e.id = ANY (:ids) AND e.batch_no <> b.no), '{}') AS moved
  FROM trawl.batch b
 WHERE b.run_no = :run AND b.no = :batch AND b.token = :token AND NOT b.claimed
