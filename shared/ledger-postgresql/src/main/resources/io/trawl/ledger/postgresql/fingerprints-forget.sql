DELETE FROM trawl.fingerprint WHERE catalog_no = :catalog AND type = :type::trawl.entity_type AND id = ANY (:ids)
