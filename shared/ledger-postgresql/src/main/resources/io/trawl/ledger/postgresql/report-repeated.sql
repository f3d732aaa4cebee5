SELECT coalesce(sum(repeated), 0)::bigint AS repeated FROM trawl.batch WHERE run_no = :run
