UPDATE trawl.run SET announced = true WHERE id = :id AND workflow = :workflow AND NOT announced
