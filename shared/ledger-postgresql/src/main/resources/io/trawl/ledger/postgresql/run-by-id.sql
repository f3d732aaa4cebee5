SELECT * FROM trawl.run_status WHERE id = :id AND (:workflow::text IS NULL OR workflow = :workflow)
