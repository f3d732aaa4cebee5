SELECT * FROM trawl.standing WHERE id = :id AND (:workflow::text IS NULL OR workflow = :workflow)
