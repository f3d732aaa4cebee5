-- Connections to the servers that are read from, shared by all processes that use this ledger.

CREATE TABLE trawl.connection_budget (
    server text PRIMARY KEY,
    size integer NOT NULL CHECK (size >= 1),
    -- Its whole part is how many connections are allowed: halved when the server refuses one, creeping back to the size.
    allowed double precision NOT NULL CHECK (allowed >= 1),
    -- Tells whoever wonders since when it is slow.
    halved_at timestamptz
);

-- A row for each connection that is open, is about to be opened, or has been closed a moment ago.
CREATE TABLE trawl.connection_lease (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    server text NOT NULL,
    -- Null once it was given back: the server may see the connection a moment longer.
    owner text,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL
);

CREATE INDEX connection_lease_server ON trawl.connection_lease (server);

-- A row for each process that has or wants connections.
CREATE TABLE trawl.connection_member (
    server text NOT NULL,
    owner text NOT NULL,
    until timestamptz NOT NULL,
    -- Since when it waits and has no connection at all; null if it has one or wants none.
    hungry_since timestamptz,
    -- The number of its last call: one that comes late, because its network connection was lost, changes nothing.
    turn bigint NOT NULL,
    PRIMARY KEY (server, owner)
);

-- All that a process has to say and wants to know about a budget, in one statement: no lock outlasts it, whatever becomes
-- of the process meanwhile. Every statement in here sees what was committed before it began (READ COMMITTED), so that
-- what is counted after the lock was taken is the truth.
--
--   new_size   the budget's size, if this process sets it, else null
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
CREATE FUNCTION trawl.use_connection_budget(
    of_server text, by_owner text, by_turn bigint, new_size integer, lease interval, linger interval, patience interval,
    mine bigint[], wanted integer, refused boolean, successes bigint,
    OUT kept bigint[], OUT budget_size integer, OUT budget_allowed double precision, OUT members integer,
    OUT share integer, OUT recalled bigint)
LANGUAGE plpgsql AS $$
DECLARE
    room integer;
    taken integer;
    place integer;
    hungry integer;
    hungry_before_me integer;
    granted bigint[];
    present timestamptz;
BEGIN
    IF new_size IS NOT NULL THEN
        INSERT INTO trawl.connection_budget AS b (server, size, allowed) VALUES (of_server, new_size, new_size)
        ON CONFLICT (server) DO UPDATE SET
            size = new_size,
            allowed = CASE WHEN b.allowed >= b.size THEN new_size ELSE least(b.allowed, new_size) END;
    END IF;

    IF wanted > 0 OR refused OR successes > 0 THEN
        PERFORM FROM trawl.connection_budget b WHERE b.server = of_server FOR UPDATE;
    END IF;
    present := clock_timestamp();

    INSERT INTO trawl.connection_member AS m (server, owner, until, hungry_since, turn)
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
        by_turn)
    ON CONFLICT (server, owner) DO UPDATE SET
        until = excluded.until,
        hungry_since = CASE WHEN excluded.hungry_since IS NOT NULL THEN coalesce(m.hungry_since, present) END,
        turn = by_turn
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

    IF refused THEN
        -- While more are out than allowed, an earlier halving has yet to take effect: this is no news.
        UPDATE trawl.connection_budget b SET allowed = greatest(1, floor(floor(b.allowed) / 2)), halved_at = present
        WHERE b.server = of_server AND taken <= floor(b.allowed);
    ELSIF successes > 0 THEN
        -- What adding 1 / allowed for each, one after the other, amounts to.
        UPDATE trawl.connection_budget b SET allowed = least(b.size, sqrt(b.allowed * b.allowed + 2 * successes))
        WHERE b.server = of_server AND b.allowed < b.size;
    END IF;

    SELECT b.size, b.allowed, floor(b.allowed) INTO STRICT budget_size, budget_allowed, room
    FROM trawl.connection_budget b WHERE b.server = of_server;

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
