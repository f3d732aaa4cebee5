-- Forgets what lay in schemas or databases that were marked as deleted under this name.
DELETE FROM trawl.fingerprint f
 WHERE f.catalog_no = :catalog AND f.type IN ('TABLE', 'STORED_PROCEDURE')
   AND f.id > :parent || '.' AND f.id < :parent || '/'
   AND NOT EXISTS (SELECT FROM trawl.entity e WHERE e.run_no = :run AND e.type = f.type AND e.id = f.id)
