-- Whether a completion with this token was applied.
SELECT FROM trawl.batch WHERE run_no = :run AND no = :batch AND token = :token AND NOT claimed
