-- Only entities whose cost differed much from the estimate.
SELECT e.id, greatest(1, least(2147483647, (g.priority + e.took / :perUnit) / 2))::int AS cost
  FROM unnest(:types::text[], :ids::text[], :priorities::int[]) AS g (type, id, priority)
  JOIN trawl.entity e ON e.run_no = :earlier AND e.type = g.type::trawl.entity_type AND e.id = g.id
 WHERE e.took IS NOT NULL
   AND (e.took > 2 * g.priority * :perUnit OR 2 * e.took < g.priority * :perUnit)
