-- What workers need: tags that failed, and those of these databases and schemas that the sink refused.
SELECT type, fqn, kind, message FROM trawl.hierarchy_failure
 WHERE run_no = :run AND (type = 'TAG' OR refused AND fqn = ANY (:containers))
