SELECT id FROM trawl.entity WHERE run_no = :run AND type = :type::trawl.entity_type AND id = ANY (:ids)
