SELECT message, NULL::bigint AS entities, NULL::text[] AS first_ids, 1 AS part, no
FROM trawl.warning
WHERE run_no = :run
UNION ALL
SELECT message, entities, first_ids, 2, no
FROM trawl.entity_warning
WHERE run_no = :run
ORDER BY part, no
