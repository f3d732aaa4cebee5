-- The latest run of a workflow that began after another one.
SELECT id FROM trawl.run WHERE workflow = :workflow AND no > :run ORDER BY no DESC LIMIT 1
