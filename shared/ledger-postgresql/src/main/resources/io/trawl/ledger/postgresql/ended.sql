SELECT FROM trawl.run WHERE no = :run AND leader = :leader AND state = :state::trawl.run_state
