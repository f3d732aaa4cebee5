-- What a complete listing lacked may be marked as deleted. If it comes back unchanged, it must be written again.
-- '/' follows '.', so the range holds what lies in the schema.
DELETE FROM trawl.fingerprint f
 USING trawl.scope s
 WHERE s.run_no = :run AND s.listed AND s.kind IS NULL
   AND f.catalog_no = :catalog AND f.type = s.type AND f.id > s.fqn || '.' AND f.id < s.fqn || '/'
   AND NOT EXISTS (SELECT FROM trawl.entity e WHERE e.run_no = :run AND e.type = f.type AND e.id = f.id)
