SELECT no, schema, listed FROM trawl.scope
 WHERE run_no = :run AND type = :type::trawl.entity_type AND fqn = ANY (:fqns)
