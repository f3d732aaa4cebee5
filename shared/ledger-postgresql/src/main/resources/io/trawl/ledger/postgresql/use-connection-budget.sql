SELECT kept, budget_size, budget_allowed, members, share, recalled
FROM trawl.use_connection_budget(
    of_server => ?, by_owner => ?, by_turn => ?, new_size => ?, lease => make_interval(secs => ?),
    linger => make_interval(secs => ?), patience => make_interval(secs => ?),
    mine => ?, wanted => ?, refused => ?, successes => ?)
