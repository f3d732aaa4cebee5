INSERT INTO trawl.catalog (name) VALUES (:catalog) ON CONFLICT DO NOTHING
