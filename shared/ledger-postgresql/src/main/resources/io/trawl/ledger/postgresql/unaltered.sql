SELECT f.id, f.fingerprint
  FROM unnest(:ids::text[], :versions::text[]) AS d (id, version)
  JOIN trawl.fingerprint f ON f.catalog_no = :catalog AND f.type = :type::trawl.entity_type AND f.id = d.id
   AND f.version = d.version AND f.read_at > clock_timestamp() - :days * interval '1 day'
