UPDATE trawl.run SET phase = :phase::trawl.phase WHERE no = :run
