SELECT kept, budget_size, budget_allowed, members, share, recalled
FROM trawl.use_connection_budget(
    of_server => :server, by_owner => :owner, by_turn => :turn, new_size => :size,
    lease => make_interval(secs => :lease), linger => make_interval(secs => :linger),
    patience => make_interval(secs => :patience),
    mine => :mine, wanted => :wanted, refused => :refused, successes => :successes)
