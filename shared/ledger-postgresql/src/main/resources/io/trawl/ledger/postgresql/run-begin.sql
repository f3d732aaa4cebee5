INSERT INTO trawl.run (id, workflow, service, digest, catalog_no, mode, leader, leader_until)
VALUES (:id, :workflow, :service, :digest, (SELECT no FROM trawl.catalog WHERE name = :catalog), :mode, :leader,
        clock_timestamp() + :lease * interval '1 microsecond')
