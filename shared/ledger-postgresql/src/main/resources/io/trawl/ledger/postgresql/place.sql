SELECT place FROM trawl.run WHERE id = :id AND (:workflow::text IS NULL OR workflow = :workflow)
