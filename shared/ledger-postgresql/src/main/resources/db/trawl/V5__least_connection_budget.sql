-- How many connections a server may see is the least of what the processes at work on it allow. Each says what its run
-- allows; that counts while it has or wants connections, and a lease longer, so that it comes back when the run ends or dies.
ALTER TABLE trawl.connection_member
    ADD COLUMN size integer CHECK (size >= 1),
    ADD COLUMN at_work_until timestamptz NOT NULL DEFAULT '-infinity';

-- From now on it is null where as many are allowed as the size says: then a larger size holds at once.
UPDATE trawl.connection_budget SET halved_at = NULL WHERE allowed >= size;

-- All that a process has to say and wants to know about a budget, in one statement: no lock outlasts it, whatever becomes
-- of the process meanwhile. Every statement in here sees what was committed before it began (READ COMMITTED), so that
-- what is counted after the lock was taken is the truth.
--
--   new_size   the most connections that this process allows; null once it is no longer at work
--   lease      how long a lease lasts
--   linger     how long the server may see a connection that was closed
--   patience   how long a process may have its only connections while another has none
--   mine       all leases this process holds; others in its name are given back
--   wanted     how many more it wants
--   refused    whether the server has refused a connection because it has too many
--   successes  how often a connection has done its work while less than the size was allowed
--
--   kept       leases that go on, with what was granted
--   share      how many connections this process may have
--   recalled   a lease to be given back soon although it goes on, or null
CREATE OR REPLACE FUNCTION trawl.use_connection_budget(
    of_server text, by_owner text, by_turn bigint, new_size integer, lease interval, linger interval, patience interval,
    mine bigint[], wanted integer, refused boolean, successes bigint,
    OUT kept bigint[], OUT budget_size integer, OUT budget_allowed double precision, OUT members integer,
    OUT share integer, OUT recalled bigint)
LANGUAGE plpgsql AS $$
DECLARE
    room integer;
    least_size integer;
    taken integer;
    place integer;
    hungry integer;
    hungry_before_me integer;
    granted bigint[];
    present timestamptz;
BEGIN
    IF new_size IS NOT NULL THEN
        INSERT INTO trawl.connection_budget (server, size, allowed) VALUES (of_server, new_size, new_size)
        ON CONFLICT (server) DO NOTHING;
    END IF;

    IF wanted > 0 OR refused OR successes > 0 THEN
        PERFORM FROM trawl.connection_budget b WHERE b.server = of_server FOR UPDATE;
    END IF;
    present := clock_timestamp();

    INSERT INTO trawl.connection_member AS m (server, owner, until, hungry_since, turn, size, at_work_until)
    VALUES (
        of_server,
        by_owner,
        CASE
            WHEN cardinality(mine) > 0 THEN present + lease
            -- Who is hungry asks again within half a second.
            WHEN wanted > 0 THEN present + interval '2 seconds'
            ELSE present
        END,
        CASE WHEN wanted > 0 AND cardinality(mine) = 0 THEN present END,
        by_turn,
        new_size,
        CASE WHEN new_size IS NULL THEN present ELSE present + lease END)
    ON CONFLICT (server, owner) DO UPDATE SET
        until = excluded.until,
        hungry_since = CASE WHEN excluded.hungry_since IS NOT NULL THEN coalesce(m.hungry_since, present) END,
        turn = by_turn,
        size = excluded.size,
        at_work_until = excluded.at_work_until
    WHERE m.turn < by_turn;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'connection budget: call % of % was overtaken by a later one', by_turn, by_owner;
    END IF;

    WITH renewed AS (
        UPDATE trawl.connection_lease l SET until = present + lease
        WHERE l.id = ANY (mine) AND l.owner = by_owner AND l.until > present
        RETURNING l.id)
    SELECT coalesce(array_agg(r.id), '{}') INTO kept FROM renewed r;

    UPDATE trawl.connection_lease l SET owner = NULL, until = least(l.until, present + linger)
    WHERE l.server = of_server AND l.owner = by_owner AND l.id <> ALL (mine);

    IF wanted > 0 OR refused OR successes > 0 THEN
        DELETE FROM trawl.connection_lease l WHERE l.server = of_server AND l.until <= present;
        DELETE FROM trawl.connection_member m
        WHERE m.server = of_server AND m.owner <> by_owner AND m.until <= present - lease;
    END IF;

    SELECT count(*) INTO taken FROM trawl.connection_lease l WHERE l.server = of_server;
    SELECT min(m.size) INTO least_size
    FROM trawl.connection_member m WHERE m.server = of_server AND m.at_work_until > present;

    IF wanted > 0 OR refused OR successes > 0 THEN
        UPDATE trawl.connection_budget b SET
            size = least_size,
            allowed = CASE WHEN b.halved_at IS NULL THEN least_size ELSE b.allowed END
        WHERE b.server = of_server AND b.size <> least_size;
    END IF;

    IF refused THEN
        -- While more are out than allowed, an earlier halving has yet to take effect: this is no news.
        UPDATE trawl.connection_budget b
        SET allowed = greatest(1, floor(floor(least(b.allowed, b.size)) / 2)), halved_at = present
        WHERE b.server = of_server AND taken <= floor(least(b.allowed, b.size));
    ELSIF successes > 0 THEN
        -- What adding 1 / allowed for each, one after the other, amounts to.
        UPDATE trawl.connection_budget b SET
            allowed = least(b.size, sqrt(b.allowed * b.allowed + 2 * successes)),
            halved_at = CASE WHEN b.allowed * b.allowed + 2 * successes < b.size * b.size THEN b.halved_at END
        WHERE b.server = of_server AND b.allowed < b.size;
    END IF;

    SELECT coalesce(least_size, b.size), CASE WHEN b.halved_at IS NULL THEN coalesce(least_size, b.size) ELSE b.allowed END
    INTO STRICT budget_size, budget_allowed
    FROM trawl.connection_budget b WHERE b.server = of_server;
    budget_allowed := least(budget_allowed, budget_size);
    room := floor(budget_allowed);

    SELECT
        count(*),
        count(*) FILTER (WHERE m.owner < by_owner),
        count(*) FILTER (WHERE m.hungry_since IS NOT NULL AND m.owner <> by_owner),
        count(*) FILTER (
            WHERE m.owner <> by_owner AND (m.hungry_since, m.owner) < (me.hungry_since, me.owner)
                OR me.hungry_since IS NULL AND m.hungry_since IS NOT NULL)
    INTO members, place, hungry, hungry_before_me
    FROM trawl.connection_member m, trawl.connection_member me
    WHERE m.server = of_server AND (m.until > present OR m.owner = by_owner)
        AND me.server = of_server AND me.owner = by_owner;

    share := greatest(1, room / members + CASE WHEN place < room % members THEN 1 ELSE 0 END);

    IF wanted > 0 THEN
        WITH added AS (
            INSERT INTO trawl.connection_lease (server, owner, since, until)
            SELECT of_server, by_owner, present, present + lease
            FROM generate_series(1, least(wanted, share - cardinality(kept), room - taken - hungry_before_me))
            RETURNING id)
        SELECT coalesce(array_agg(a.id), '{}') INTO granted FROM added a;
        IF cardinality(granted) > 0 THEN
            kept := kept || granted;
            UPDATE trawl.connection_member m SET hungry_since = NULL, until = present + lease
            WHERE m.server = of_server AND m.owner = by_owner;
        END IF;
    END IF;

    -- More processes than connections: those who have had one longest let the hungry have it.
    IF hungry > 0 AND members > room THEN
        SELECT l.id INTO recalled
        FROM trawl.connection_lease l
        WHERE l.id = ANY (kept) AND l.since <= present - patience
            AND (
                SELECT count(*) FROM trawl.connection_lease o
                WHERE o.server = of_server AND (o.owner IS NULL OR (o.since, o.id) < (l.since, l.id))
            ) < hungry
        ORDER BY l.since, l.id
        LIMIT 1;
    END IF;
END
$$;
