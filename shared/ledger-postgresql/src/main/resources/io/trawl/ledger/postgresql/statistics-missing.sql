SELECT FROM pg_class WHERE oid = 'trawl.entity'::regclass AND reltuples < :most
