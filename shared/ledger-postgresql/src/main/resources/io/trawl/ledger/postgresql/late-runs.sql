-- The runs that may have written the same entities: this one, and running ones to the same catalog.
SELECT no FROM trawl.run
 WHERE no = :run OR state = 'RUNNING' AND catalog_no = (SELECT catalog_no FROM trawl.run WHERE no = :run)
 ORDER BY no FOR UPDATE
