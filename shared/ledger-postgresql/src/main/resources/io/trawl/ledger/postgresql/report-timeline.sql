-- The number of entities with an outcome at the end of each of :parts equal parts of the time.
WITH span AS (
  SELECT r.started_at, greatest(extract(epoch FROM max(e.ended_at) - r.started_at), 0.001)::float8 AS seconds
    FROM trawl.run r JOIN trawl.entity e ON e.run_no = r.no
   WHERE r.no = :run AND e.ended_at IS NOT NULL GROUP BY r.started_at
)
SELECT p.part * s.seconds / :parts AS seconds, (sum(p.done) OVER (ORDER BY p.part))::bigint AS done
  FROM span s CROSS JOIN LATERAL (
    SELECT least(:parts, 1 + floor(greatest(0, extract(epoch FROM e.ended_at - s.started_at)) / s.seconds * :parts)) AS part,
           count(*) AS done
      FROM trawl.entity e WHERE e.run_no = :run AND e.ended_at IS NOT NULL GROUP BY 1) p
 ORDER BY p.part
