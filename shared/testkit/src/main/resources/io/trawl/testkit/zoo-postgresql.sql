-- A zoo of odd objects, for PostgreSQL 12 to 18. Everything lies in the schemas zoo, "Zoo.Annex ünïcode" and empty.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zoo_keeper') THEN
        CREATE ROLE zoo_keeper;
    END IF;
END
$$;

CREATE SCHEMA zoo;
CREATE SCHEMA "Zoo.Annex ünïcode";
CREATE SCHEMA empty;
COMMENT ON SCHEMA zoo IS 'Odd animals';
COMMENT ON SCHEMA "Zoo.Annex ünïcode" IS E'With "quotes", a dot.and\na second line';

-- Types -------------------------------------------------------------------------------------------------------------
CREATE TYPE zoo.mood AS ENUM ('sad', 'ok', 'it''s "great"');
CREATE DOMAIN zoo.positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN zoo.short_text AS varchar(10) NOT NULL;
CREATE DOMAIN zoo.shorter_text AS zoo.short_text CHECK (length(VALUE) < 5);
CREATE DOMAIN zoo.tags AS text[];
CREATE DOMAIN zoo.price AS numeric(12, 2);
CREATE TYPE zoo.address AS (street text, number smallint, zip varchar(5), "Odd::name" bit(3));
COMMENT ON COLUMN zoo.address.street IS 'Without the number';
CREATE TYPE zoo.person AS (name zoo.short_text, home zoo.address, others zoo.address[], mood zoo.mood);
CREATE TYPE zoo.nothing AS ();
CREATE TYPE zoo.float_range AS RANGE (subtype = float8);
CREATE TYPE zoo."Upper.Mood" AS ENUM ('A', 'B');

CREATE TABLE zoo.types (
    c_bool boolean,
    c_int2 smallint,
    c_int4 integer,
    c_int8 bigint,
    c_float4 real,
    c_float8 double precision,
    c_numeric numeric,
    c_numeric_p numeric(10),
    c_numeric_ps numeric(38, 7),
    c_money money,
    c_char char,
    c_char_n char(7),
    c_internal_char "char",
    c_varchar varchar,
    c_varchar_n varchar(255),
    c_bpchar bpchar,
    c_text text COLLATE "C",
    c_name name,
    c_bytea bytea,
    c_bit bit,
    c_bit_n bit(8),
    c_varbit varbit,
    c_varbit_n varbit(64),
    c_date date,
    c_time time,
    c_time_p time(3),
    c_timetz timetz,
    c_timestamp timestamp,
    c_timestamptz timestamptz(6),
    c_interval interval,
    c_interval_f interval day to second(2),
    c_uuid uuid,
    c_json json,
    c_jsonb jsonb,
    c_xml xml,
    c_inet inet,
    c_cidr cidr,
    c_macaddr macaddr,
    c_macaddr8 macaddr8,
    c_point point,
    c_line line,
    c_lseg lseg,
    c_box box,
    c_path path,
    c_polygon polygon,
    c_circle circle,
    c_tsvector tsvector,
    c_tsquery tsquery,
    c_pg_lsn pg_lsn,
    c_txid_snapshot txid_snapshot,
    c_oid oid,
    c_regclass regclass,
    c_int4range int4range,
    c_tsrange tsrange,
    c_tstzrange tstzrange,
    c_daterange daterange,
    c_own_range zoo.float_range,
    c_int_array integer[],
    c_matrix numeric(5, 2)[][],
    c_varchar_array varchar(20)[],
    c_enum zoo.mood,
    c_enum_array zoo.mood[],
    c_upper_enum zoo."Upper.Mood",
    c_domain zoo.positive,
    c_domain_not_null zoo.short_text,
    c_domain_of_domain zoo.shorter_text,
    c_domain_of_array zoo.tags,
    c_domain_array zoo.price[],
    c_domain_numeric zoo.price,
    c_composite zoo.address,
    c_nested zoo.person,
    c_composite_array zoo.address[],
    c_empty_composite zoo.nothing,
    c_jsonpath jsonpath
);

-- Tables ------------------------------------------------------------------------------------------------------------
CREATE TABLE zoo.nothing_at_all ();
COMMENT ON TABLE zoo.nothing_at_all IS 'A table without columns';

CREATE TABLE zoo.parent (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code varchar(8) NOT NULL UNIQUE,
    a integer NOT NULL,
    b text,
    doubled integer GENERATED ALWAYS AS (a * 2) STORED,
    created timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT parent_a_b UNIQUE (b, a),
    CONSTRAINT parent_a_positive CHECK (a > 0)
);
COMMENT ON TABLE zoo.parent IS E'A comment with ''quotes'', "double quotes",\na second line and an emoji 🦁';
COMMENT ON COLUMN zoo.parent.code IS 'Unique and not null';

CREATE TABLE zoo.child (
    id integer NOT NULL,
    line integer NOT NULL,
    parent_id bigint REFERENCES zoo.parent,
    parent_b text,
    parent_a integer,
    only_one bigint UNIQUE REFERENCES zoo.parent (id) ON DELETE CASCADE,
    itself_id integer,
    itself_line integer,
    CONSTRAINT child_pk PRIMARY KEY (line, id),
    CONSTRAINT child_parent_ab FOREIGN KEY (parent_a, parent_b) REFERENCES zoo.parent (a, b),
    CONSTRAINT child_itself FOREIGN KEY (itself_line, itself_id) REFERENCES zoo.child (line, id),
    CONSTRAINT child_unique_twice UNIQUE (only_one)
);

CREATE TABLE zoo.dropped_columns (a integer, b integer, c integer PRIMARY KEY, d integer, UNIQUE (a, d));
ALTER TABLE zoo.dropped_columns DROP COLUMN b;
ALTER TABLE zoo.dropped_columns ADD COLUMN e text DEFAULT 'added later';

CREATE TABLE zoo.base_of_heirs (id serial, note text);
CREATE TABLE zoo.heir (extra date) INHERITS (zoo.base_of_heirs);
CREATE TABLE zoo.heir_apart (extra date) INHERITS (zoo.base_of_heirs);
ALTER TABLE zoo.heir_apart ALTER COLUMN id DROP DEFAULT;
ALTER TABLE zoo.heir_apart ALTER COLUMN note SET DEFAULT 'mine', ALTER COLUMN note SET NOT NULL;
CREATE TABLE zoo.typed OF zoo.address (PRIMARY KEY (street));
CREATE UNLOGGED TABLE zoo.unlogged (id integer) WITH (fillfactor = 70);
CREATE TABLE zoo.holds_a_row (whole zoo.child);

CREATE TABLE zoo.numbered (
    up integer GENERATED BY DEFAULT AS IDENTITY (START WITH 100 INCREMENT BY 5),
    down smallint GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1 MINVALUE -9 CACHE 3 CYCLE),
    "Big" bigint GENERATED ALWAYS AS IDENTITY (MINVALUE 0 MAXVALUE 99 START WITH 7),
    at_times timestamptz[],
    opens timetz(3) DEFAULT '08:00:00+02'
);
CREATE TABLE zoo.not_yet_valid (
    a integer,
    b bigint,
    CONSTRAINT here_only CHECK (a > 0) NO INHERIT,
    CONSTRAINT "valid" CHECK (b <> 1)
);
ALTER TABLE zoo.not_yet_valid ADD CONSTRAINT "Later" CHECK (b > 0) NOT VALID;
ALTER TABLE zoo.not_yet_valid ADD CONSTRAINT later_too FOREIGN KEY (b) REFERENCES zoo.parent ON DELETE SET NULL NOT VALID;

CREATE TABLE zoo.exclusive (during tsrange, EXCLUDE USING gist (during WITH &&));
CREATE TABLE zoo.deferred (id integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);

CREATE FOREIGN DATA WRAPPER zoo_wrapper;
CREATE SERVER zoo_server FOREIGN DATA WRAPPER zoo_wrapper;
CREATE FOREIGN TABLE zoo.abroad (id integer NOT NULL, name text OPTIONS (remote 'n')) SERVER zoo_server
    OPTIONS (place 'far ''away''');

-- Partitioned tables: one for each strategy -------------------------------------------------------------------------
CREATE TABLE zoo.by_range (id bigint, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE zoo.by_range_2025 PARTITION OF zoo.by_range FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE zoo.by_range_2026 PARTITION OF zoo.by_range FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
    PARTITION BY HASH (id);
CREATE TABLE zoo.by_range_2026_0 PARTITION OF zoo.by_range_2026 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE zoo.by_number (id bigint, note text) PARTITION BY RANGE (id);
CREATE TABLE zoo.by_text_and_date (name text, on_day date) PARTITION BY RANGE (name, on_day);
CREATE TABLE zoo.by_list (country char(2), n integer) PARTITION BY LIST (country);
CREATE TABLE zoo.by_list_de PARTITION OF zoo.by_list FOR VALUES IN ('de', 'at');
CREATE TABLE zoo.by_hash (id uuid) PARTITION BY HASH (id);
CREATE TABLE zoo.by_expression (name text, id integer) PARTITION BY LIST (lower(name));
CREATE TABLE zoo.by_both (name text, id integer) PARTITION BY RANGE (lower(name), id);
-- A foreign key to a partitioned table has a constraint for each partition as well.
CREATE TABLE zoo.refers_to_partitioned (
    id bigint,
    at timestamptz,
    FOREIGN KEY (id, at) REFERENCES zoo.by_range (id, at)
);

-- Views -------------------------------------------------------------------------------------------------------------
CREATE VIEW zoo.plain_view AS SELECT p.id, p.code AS "Code", c.line FROM zoo.parent p JOIN zoo.child c ON c.parent_id = p.id;
COMMENT ON VIEW zoo.plain_view IS 'Joins two tables';
COMMENT ON COLUMN zoo.plain_view."Code" IS 'Renamed';
CREATE MATERIALIZED VIEW zoo.stored_view AS SELECT a, count(*) AS n FROM zoo.parent GROUP BY a;
COMMENT ON MATERIALIZED VIEW zoo.stored_view IS 'Kept as a table';
CREATE RECURSIVE VIEW zoo.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10;
CREATE VIEW zoo.without_columns AS SELECT;
CREATE VIEW zoo.guarded_view WITH (security_barrier = true) AS SELECT a, b FROM zoo.not_yet_valid WHERE a < 9 OR b IS NULL
    WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW zoo.unfilled_view WITH (fillfactor = 70, autovacuum_enabled = off) AS SELECT a FROM zoo.parent
    WITH NO DATA;

-- Names -------------------------------------------------------------------------------------------------------------
CREATE TABLE "Zoo.Annex ünïcode"."Dots.and ""quotes""" (
    "a.b" integer PRIMARY KEY,
    "say ""hi""" text UNIQUE,
    "colon::colon" integer,
    "arrow->x > y" integer,
    " leading and trailing " integer,
    "UPPER" integer,
    "newline
here" integer,
    "select" integer,
    "Ünïcödé 名前 🦒" integer,
    UNIQUE ("colon::colon", "arrow->x > y")
);
COMMENT ON COLUMN "Zoo.Annex ünïcode"."Dots.and ""quotes"""."a.b" IS 'Dotted';
CREATE TABLE "Zoo.Annex ünïcode"."refers.back" (
    "x.y" integer REFERENCES "Zoo.Annex ünïcode"."Dots.and ""quotes""" ("a.b"),
    c integer,
    d integer,
    FOREIGN KEY (c, d) REFERENCES "Zoo.Annex ünïcode"."Dots.and ""quotes""" ("colon::colon", "arrow->x > y")
);
CREATE TABLE "Zoo.Annex ünïcode"."a->b::c" (id integer);
CREATE TABLE "Zoo.Annex ünïcode"."éééééééééééééééééééééééééééééé1" (id integer);
CREATE TABLE "Zoo.Annex ünïcode".this_name_is_exactly_sixty_three_bytes_long_as_postgresql_allow (
    this_column_name_is_sixty_three_bytes_long_as_postgresql_allows text
);
CREATE TABLE "Zoo.Annex ünïcode"."new
line" (id integer);
CREATE TABLE "Zoo.Annex ünïcode"."Case" (id integer);
CREATE TABLE "Zoo.Annex ünïcode"."case" (id integer);
CREATE TABLE "Zoo.Annex ünïcode"."%s'; DROP TABLE zoo.parent; --" (id integer);
CREATE VIEW "Zoo.Annex ünïcode"."odd.view" AS SELECT "a.b", "UPPER" FROM "Zoo.Annex ünïcode"."Dots.and ""quotes""";

-- Row-level security ------------------------------------------------------------------------------------------------
CREATE TABLE zoo.guarded (id integer PRIMARY KEY, keeper name);
ALTER TABLE zoo.guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_mine ON zoo.guarded USING (keeper = current_user);
CREATE POLICY "No. writes" ON zoo.guarded FOR INSERT WITH CHECK (false);
CREATE TABLE zoo.guarded_too (id integer, keeper name);
CREATE POLICY only_mine ON zoo.guarded_too USING (id > 0);

-- Procedures and functions ------------------------------------------------------------------------------------------
CREATE FUNCTION zoo.add_one(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n + 1';
COMMENT ON FUNCTION zoo.add_one(integer) IS 'Adds one';
CREATE FUNCTION zoo.overloaded(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION zoo.overloaded(t text, VARIADIC more text[]) RETURNS text LANGUAGE sql AS 'SELECT t';
CREATE FUNCTION zoo.overloaded(m zoo.mood, p numeric(3, 1)) RETURNS zoo.mood LANGUAGE sql AS 'SELECT m';
CREATE FUNCTION zoo.overloaded() RETURNS integer LANGUAGE sql AS 'SELECT 0';
COMMENT ON FUNCTION zoo.overloaded(integer) IS 'Of a number';
CREATE PROCEDURE zoo.feed(INOUT animals integer, food text DEFAULT 'hay') LANGUAGE plpgsql AS $body$
BEGIN
    -- the animals' "lunch"
    animals := animals + 1;
END
$body$;
CREATE FUNCTION zoo.gives_a_table() RETURNS TABLE (id bigint, code varchar) LANGUAGE sql AS 'SELECT id, code FROM zoo.parent';
CREATE FUNCTION zoo.on_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER changed BEFORE UPDATE ON zoo.parent FOR EACH ROW EXECUTE FUNCTION zoo.on_change();
CREATE FUNCTION zoo.built_in(float8) RETURNS float8 LANGUAGE internal AS 'dsin';
CREATE FUNCTION "Zoo.Annex ünïcode"."Odd.function ""f"""("the arg" integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- Neither an aggregate nor a window function is ingested.
CREATE AGGREGATE zoo.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE FUNCTION zoo.row_number_again() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';

ALTER TABLE zoo.parent OWNER TO zoo_keeper;
ALTER FUNCTION zoo.add_one(integer) OWNER TO zoo_keeper;
