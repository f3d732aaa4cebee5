UPDATE trawl.run SET place = :place WHERE workflow = :workflow AND id = :id
