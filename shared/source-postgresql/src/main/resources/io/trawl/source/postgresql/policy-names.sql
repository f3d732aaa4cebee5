SELECT p.oid, p.polname FROM pg_policy p WHERE p.oid = ANY (?)
