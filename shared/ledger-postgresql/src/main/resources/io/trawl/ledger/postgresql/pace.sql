-- Units of cost per second of work, in the last run of the workflow in which a batch was completed.
SELECT sum(b.cost) * 1000000::float8 / sum(b.took) AS pace
  FROM trawl.batch b
 WHERE b.took > 0
   AND b.run_no = (SELECT r.no FROM trawl.run r
                    WHERE r.workflow = :workflow
                      AND EXISTS (SELECT FROM trawl.batch t WHERE t.run_no = r.no AND t.took > 0)
                    ORDER BY r.no DESC LIMIT 1)
HAVING count(*) > 0
