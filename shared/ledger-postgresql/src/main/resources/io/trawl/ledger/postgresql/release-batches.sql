UPDATE trawl.batch b SET claimed = false, token = 0, due = clock_timestamp()
  FROM unnest(:batches::bigint[], :tokens::bigint[]) AS h (no, token)
 WHERE b.run_no = :run AND b.no = h.no AND b.token = h.token AND b.claimed
