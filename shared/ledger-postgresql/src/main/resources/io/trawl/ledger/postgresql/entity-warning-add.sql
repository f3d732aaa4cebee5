INSERT INTO trawl.entity_warning AS w (run_no, message, entities, first_ids)
VALUES (:run, :message, :entities, :ids)
ON CONFLICT (run_no, md5(message)) DO UPDATE
SET entities = w.entities + excluded.entities,
    first_ids = (w.first_ids || excluded.first_ids)[1 : :most]
