INSERT INTO trawl.run (id, workflow, service, digest, catalog_no, mode, lead, lead_until)
VALUES (:id, :workflow, :service, :digest, (SELECT no FROM trawl.catalog WHERE name = :catalog), :mode, :lead,
        clock_timestamp() + :lease * interval '1 microsecond')
