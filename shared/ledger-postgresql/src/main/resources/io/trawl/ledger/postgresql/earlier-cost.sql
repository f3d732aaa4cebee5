-- Microseconds per unit of priority in the latest earlier run that has ended.
SELECT b.run_no, sum(b.took)::float8 / sum(b.cost) AS per_unit
  FROM trawl.batch b
 WHERE b.run_no = (SELECT max(e.no) FROM trawl.run e, trawl.run r
                    WHERE r.no = :run AND e.workflow = r.workflow AND e.no < r.no
                      AND e.state IN ('SUCCESS', 'PARTIAL_SUCCESS', 'FAILED'))
 GROUP BY b.run_no
HAVING sum(b.took) > 0
