-- One process at a time begins, enters or stops a run of a workflow.
SELECT pg_advisory_xact_lock(hashtextextended('trawl workflow ' || :workflow, 0))
