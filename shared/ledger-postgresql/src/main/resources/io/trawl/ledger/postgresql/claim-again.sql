-- What an earlier attempt of the same request got, whose answer was lost.
SELECT no, token, type, pass, attempt, lost FROM trawl.batch
 WHERE run_no = :run AND NOT done AND claimed AND request = :request
