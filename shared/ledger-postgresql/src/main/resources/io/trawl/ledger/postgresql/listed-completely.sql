SELECT FROM trawl.scope
 WHERE run_no = :run AND type = :type::trawl.entity_type AND fqn = :fqn AND listed AND kind IS NULL
