SELECT FROM trawl.run WHERE no = :run AND lead = :lead AND state = :state::trawl.run_state
