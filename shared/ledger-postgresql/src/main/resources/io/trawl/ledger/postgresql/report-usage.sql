SELECT sum(statements)::bigint AS statements, sum(warehouse_seconds) AS warehouse_seconds
  FROM trawl.run_session WHERE run_no = :run
