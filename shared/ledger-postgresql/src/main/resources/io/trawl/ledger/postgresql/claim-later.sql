-- In how many microseconds the batch may be claimed, as far as it is known; no row if there is nothing to do.
SELECT greatest(0, extract(epoch FROM b.due - clock_timestamp()) * 1000000)::bigint AS pause
  FROM trawl.batch b JOIN trawl.run r ON r.no = b.run_no
 WHERE b.run_no = :run AND b.no = :batch AND NOT b.done AND r.state = 'RUNNING' AND NOT r.stop_requested
   AND NOT (b.claimed AND b.due > clock_timestamp())
