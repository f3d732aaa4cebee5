-- A zoo of Redshift's objects. Everything that a user may see lies in the schemas zoo, "zoo.annex ünïcode", empty, locked,
-- spectrum and spectrum_locked; the user zoo_visitor has no USAGE on those that are locked. What PostgreSQL does not know is
-- told to the functions of redshift_setup; a column without a length is one that Redshift gives the length that stands here.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zoo_keeper') THEN
        CREATE ROLE zoo_keeper;
        CREATE ROLE zoo_visitor LOGIN PASSWORD 'Visits-2-animals';
    END IF;
END
$$;

CREATE SCHEMA zoo;
CREATE SCHEMA "zoo.annex ünïcode";
CREATE SCHEMA empty;
CREATE SCHEMA locked;
COMMENT ON SCHEMA zoo IS 'Odd animals';
COMMENT ON SCHEMA "zoo.annex ünïcode" IS E'With "quotes", a dot.and\na second line';

-- Types: c_Supported_data_types --------------------------------------------------------------------------------------
CREATE TABLE zoo.types (
    c_smallint smallint,
    c_integer integer,
    c_bigint bigint,
    c_decimal numeric(18, 0),       -- DECIMAL
    c_decimal_ps numeric(38, 7),
    c_real real,
    c_double double precision,
    c_boolean boolean,
    c_char character(1),            -- CHAR
    c_char_n character(7),
    c_bpchar character(256),        -- BPCHAR
    c_varchar varchar(256),         -- VARCHAR, TEXT
    c_varchar_n varchar(20),
    c_varchar_max varchar(65535),   -- VARCHAR(MAX)
    c_date date,
    c_time time,
    c_timetz timetz,
    c_timestamp timestamp,
    c_timestamptz timestamptz,
    c_interval_y2m intervaly2m,     -- INTERVAL YEAR TO MONTH
    c_interval_d2s intervald2s,     -- INTERVAL DAY TO SECOND
    c_super super,
    c_hllsketch hllsketch,
    c_geometry geometry,
    c_geography geography,
    c_varbyte varbyte(64000),       -- VARBYTE
    c_varbyte_n varbyte(16)
);
SELECT encoding('zoo.types', 'c_smallint', 'az64', 'c_integer', 'mostly16', 'c_bigint', 'delta', 'c_decimal', 'mostly8',
    'c_decimal_ps', 'zstd', 'c_double', 'bytedict', 'c_boolean', 'runlength', 'c_varchar', 'text255', 'c_varchar_n', 'text32k',
    'c_varchar_max', 'lzo', 'c_date', 'delta32k', 'c_timestamp', 'mostly32', 'c_super', 'zstd');
SELECT rows('zoo.types', 1);

-- Distribution styles and sort keys: r_CREATE_TABLE_NEW --------------------------------------------------------------
CREATE TABLE zoo.dist_even (id integer, note varchar(256));
SELECT distribution('zoo.dist_even', 'EVEN'), rows('zoo.dist_even', 10);

CREATE TABLE zoo.dist_key (id integer, customer bigint NOT NULL, note varchar(256));
SELECT distribution('zoo.dist_key', 'KEY(customer)'), rows('zoo.dist_key', 10);

CREATE TABLE zoo.dist_all (id integer, note varchar(256));
SELECT distribution('zoo.dist_all', 'ALL'), rows('zoo.dist_all', 10);

CREATE TABLE zoo.dist_auto_all (id integer, note varchar(256));
SELECT distribution('zoo.dist_auto_all', 'AUTO(ALL)'), sort_key('zoo.dist_auto_all', 'AUTO'), rows('zoo.dist_auto_all', 10);

CREATE TABLE zoo.dist_auto_even (id integer, note varchar(256));
SELECT distribution('zoo.dist_auto_even', 'AUTO(EVEN)'), rows('zoo.dist_auto_even', 10);

CREATE TABLE zoo.dist_auto_key (id integer, customer bigint, note varchar(256));
SELECT distribution('zoo.dist_auto_key', 'AUTO(KEY(customer))'), sort_key('zoo.dist_auto_key', 'AUTO', 'id'),
    rows('zoo.dist_auto_key', 10);

-- The order of a key is not that of the columns.
CREATE TABLE zoo.sort_compound (a integer, b varchar(10), c date, d integer);
SELECT distribution('zoo.sort_compound', 'KEY(b)'), sort_key('zoo.sort_compound', 'COMPOUND', 'c', 'a', 'b'),
    encoding('zoo.sort_compound', 'b', 'lzo', 'd', 'az64'), rows('zoo.sort_compound', 10);

CREATE TABLE zoo.sort_interleaved (a integer, b varchar(10), c date, d integer);
SELECT distribution('zoo.sort_interleaved', 'EVEN'), sort_key('zoo.sort_interleaved', 'INTERLEAVED', 'd', 'b', 'a'),
    rows('zoo.sort_interleaved', 10);

-- Nobody has written a row into it, so SVV_TABLE_INFO does not know it.
CREATE TABLE zoo.empty_table (id integer, at timestamp);
SELECT distribution('zoo.empty_table', 'KEY(id)'), sort_key('zoo.empty_table', 'COMPOUND', 'at');

-- Nothing was said of it: Redshift chooses.
CREATE TABLE zoo.left_to_redshift (id integer);

-- Defaults, identities, keys -----------------------------------------------------------------------------------------
CREATE TABLE zoo.parent (
    id bigint NOT NULL,
    number bigint NOT NULL,
    code varchar(8) NOT NULL,
    a integer NOT NULL DEFAULT 7,
    b varchar(30) DEFAULT 'it''s "new"'::character varying,
    created timestamp NOT NULL DEFAULT getdate(),
    PRIMARY KEY (id),
    UNIQUE (code),
    CONSTRAINT parent_a_b UNIQUE (b, a)
);
SELECT identity_column('zoo.parent', 'id', 1, 1), identity_column('zoo.parent', 'number', 100, 10, by_default => true);
SELECT distribution('zoo.parent', 'KEY(id)'), sort_key('zoo.parent', 'COMPOUND', 'created'), rows('zoo.parent', 3);
COMMENT ON TABLE zoo.parent IS E'A comment with ''quotes'', "double quotes",\na second line and an emoji 🦁';
COMMENT ON COLUMN zoo.parent.code IS 'Unique and not null';

CREATE TABLE zoo.child (
    id integer NOT NULL,
    line integer NOT NULL,
    parent_id bigint REFERENCES zoo.parent,
    parent_b varchar(30),
    parent_a integer,
    itself_id integer,
    itself_line integer,
    CONSTRAINT child_pk PRIMARY KEY (line, id),
    CONSTRAINT child_parent_ab FOREIGN KEY (parent_a, parent_b) REFERENCES zoo.parent (a, b),
    CONSTRAINT child_itself FOREIGN KEY (itself_line, itself_id) REFERENCES zoo.child (line, id)
);
SELECT distribution('zoo.child', 'KEY(parent_id)'), rows('zoo.child', 5);

CREATE TABLE zoo.dropped_columns (a integer, b integer, c integer PRIMARY KEY, d integer);
ALTER TABLE zoo.dropped_columns DROP COLUMN b;
ALTER TABLE zoo.dropped_columns ADD COLUMN e varchar(256) DEFAULT 'added later'::character varying;
SELECT distribution('zoo.dropped_columns', 'KEY(d)'), sort_key('zoo.dropped_columns', 'COMPOUND', 'd', 'c');

-- Views: r_CREATE_VIEW, materialized-view-create-sql-command ---------------------------------------------------------
CREATE VIEW zoo.plain_view AS
SELECT p.id, p.code AS renamed, c.line FROM zoo.parent p JOIN zoo.child c ON c.parent_id = p.id;
COMMENT ON VIEW zoo.plain_view IS 'Joins two tables';
COMMENT ON COLUMN zoo.plain_view.renamed IS 'Renamed';

-- Its text is the one that the user wrote.
SELECT late_binding('zoo', 'late_view',
    E'create view zoo.late_view as\nselect id, code::varchar(8) as "the code", created from zoo.parent\nwith no schema binding;',
    'id', 'bigint', 'the code', 'character varying(8)', 'created', 'timestamp without time zone');
SELECT late_binding_reads('zoo', 'late_view', 'zoo', 'parent');
COMMENT ON VIEW zoo.late_view IS 'Binds late';
SELECT late_binding('zoo', 'late_view_of_spectrum',
    'CREATE VIEW zoo.late_view_of_spectrum AS SELECT eventid, price, payload FROM spectrum.events WITH NO SCHEMA BINDING',
    'eventid', 'bigint', 'price', 'numeric(8,2)', 'payload', 'super');
SELECT late_binding_reads('zoo', 'late_view_of_spectrum', 'spectrum', 'events');
SELECT late_binding('zoo', 'broken_view',
    'CREATE VIEW zoo.broken_view AS SELECT * FROM zoo.was_dropped WITH NO SCHEMA BINDING;', 'id', 'integer');
SELECT late_binding_reads('zoo', 'broken_view', 'zoo', 'was_dropped');

SELECT materialized('zoo', 'stored_view',
    'CREATE MATERIALIZED VIEW zoo.stored_view AUTO REFRESH YES AS SELECT a, count(*) AS n FROM zoo.parent GROUP BY a;',
    'SELECT a, count(*) AS n FROM zoo.parent GROUP BY a');
COMMENT ON VIEW zoo.stored_view IS 'Kept as a table';
SELECT sort_key('zoo.mv_tbl__stored_view__0', 'COMPOUND', 'a'), rows('zoo.mv_tbl__stored_view__0', 2);
-- One of a join has columns of its own as well, and may be distributed by one of them: open-metadata/OpenMetadata issue 26198.
SELECT materialized('zoo', 'stored_join',
    E'create materialized view zoo.stored_join distkey(line)\nas select p.code, c.line from zoo.parent p, zoo.child c where c.parent_id = p.id',
    'SELECT p.code, c.line FROM zoo.parent p, zoo.child c WHERE c.parent_id = p.id');
ALTER TABLE zoo.mv_tbl__stored_join__0 ADD COLUMN p_oid bigint;
SELECT distribution('zoo.mv_tbl__stored_join__0', 'KEY(p_oid)');

-- Names: r_names, up to 127 bytes; capitals stay with enable_case_sensitive_identifier -----------------------------------
CREATE TABLE "zoo.annex ünïcode"."dots.and ""quotes""" (
    "a.b" integer PRIMARY KEY,
    "say ""hi""" varchar(256),
    "colon::colon" integer,
    "arrow->x > y" integer,
    " leading and trailing " integer,
    "UPPER" integer,
    "newline
here" integer,
    "select" integer,
    "ünïcödé 名前 🦒" integer,
    UNIQUE ("colon::colon", "arrow->x > y")
);
SELECT distribution('"zoo.annex ünïcode"."dots.and ""quotes"""', 'KEY(a.b)'),
    sort_key('"zoo.annex ünïcode"."dots.and ""quotes"""', 'COMPOUND', 'say "hi"', 'a.b');
COMMENT ON COLUMN "zoo.annex ünïcode"."dots.and ""quotes"""."a.b" IS 'Dotted';
CREATE TABLE "zoo.annex ünïcode"."refers.back" (
    "x.y" integer REFERENCES "zoo.annex ünïcode"."dots.and ""quotes""" ("a.b"),
    c integer,
    d integer,
    other bigint REFERENCES zoo.parent (id),
    FOREIGN KEY (c, d) REFERENCES "zoo.annex ünïcode"."dots.and ""quotes""" ("colon::colon", "arrow->x > y")
);
CREATE TABLE "zoo.annex ünïcode"."a->b::c" (id integer);
CREATE TABLE "zoo.annex ünïcode"."Case" (id integer);
CREATE TABLE "zoo.annex ünïcode"."case" (id integer);
CREATE TABLE "zoo.annex ünïcode"."new
line" (id integer);
CREATE TABLE "zoo.annex ünïcode"."%s'; DROP TABLE zoo.parent; --" (id integer);
CREATE TABLE "zoo.annex ünïcode".long_name (long_column integer);
SELECT long_name('"zoo.annex ünïcode".long_name', 'a_name_of_' || repeat('x', 107) || '_127_bytes'),
    long_column('"zoo.annex ünïcode".long_name', 'long_column', repeat('é', 63) || '1');
CREATE VIEW "zoo.annex ünïcode"."odd.view" AS SELECT "a.b", "UPPER" FROM "zoo.annex ünïcode"."dots.and ""quotes""";
SELECT late_binding('zoo.annex ünïcode', 'odd.late "view', 'CREATE VIEW … AS SELECT 1 AS "a.b" WITH NO SCHEMA BINDING',
    'a.b', 'integer');
SELECT materialized('zoo.annex ünïcode', 'odd mv_tbl__ view', 'CREATE MATERIALIZED VIEW "zoo.annex ünïcode"."odd mv_tbl__ view" AS SELECT 1 AS one',
    'SELECT 1 AS one');

-- Spectrum: r_CREATE_EXTERNAL_SCHEMA, r_CREATE_EXTERNAL_TABLE; tables have no oid ----------------------------------------
SELECT external_schema('spectrum', 1, 'lake', '{"IAM_ROLE":"arn:aws:iam::123456789012:role/spectrum"}');
COMMENT ON SCHEMA spectrum IS 'The lake';
SELECT external_table('spectrum', 'events', 's3://lake/events/', 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', '{"EXTERNAL":"TRUE","transient_lastDdlTime":"1700000000"}');
SELECT external_column('spectrum', 'events', 'eventid', 'bigint'),
    external_column('spectrum', 'events', 'name', 'string'),
    external_column('spectrum', 'events', 'price', 'decimal(8,2)'),
    external_column('spectrum', 'events', 'code', 'varchar(20)'),
    external_column('spectrum', 'events', 'flag', 'char(2)'),
    external_column('spectrum', 'events', 'small', 'smallint'),
    external_column('spectrum', 'events', 'tiny', 'tinyint'),
    external_column('spectrum', 'events', 'number', 'int'),
    external_column('spectrum', 'events', 'ratio', 'double'),
    external_column('spectrum', 'events', 'share', 'float'),
    external_column('spectrum', 'events', 'ok', 'boolean'),
    external_column('spectrum', 'events', 'at', 'timestamp'),
    external_column('spectrum', 'events', 'raw', 'binary'),
    external_column('spectrum', 'events', 'payload',
        'struct<name:struct<given:varchar(20),family:string>,phones:array<string>,orders:array<struct<shipdate:timestamp,price:decimal(8,2)>>>'),
    external_column('spectrum', 'events', 'tags', 'map<string,int>'),
    external_column('spectrum', 'events', 'matrix', 'array<array<double>>');
-- Partition keys come after the columns, in their own order.
SELECT external_column('spectrum', 'events', 'saledate', 'date', 2),
    external_column('spectrum', 'events', 'region', 'varchar(10)', 1);
SELECT external_table('spectrum', 'plain text', 's3://lake/csv', 'org.apache.hadoop.mapred.TextInputFormat',
    'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat', 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe');
SELECT external_column('spectrum', 'plain text', 'id', 'int', 0, 'true'),
    external_column('spectrum', 'plain text', 'odd.column "ü"', 'string', 0, 'false');
SELECT external_schema('spectrum_empty', 2, 'hive', '{"URI":"172.10.10.10"}');
SELECT external_schema('spectrum_locked', 1, 'vault', '{}');
SELECT external_table('spectrum_locked', 'secrets', 's3://vault/secrets/');
SELECT external_column('spectrum_locked', 'secrets', 'secret', 'string');

-- Procedures and functions: r_CREATE_PROCEDURE, r_CREATE_FUNCTION, r_CREATE_EXTERNAL_FUNCTION ----------------------------
CREATE PROCEDURE zoo.feed(INOUT animals integer, food varchar) LANGUAGE plpgsql AS $body$
BEGIN
    -- the animals' "lunch"
    animals := animals + 1;
END
$body$;
COMMENT ON PROCEDURE zoo.feed(integer, varchar) IS 'Once a day';
CREATE PROCEDURE zoo.overloaded(n integer) LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE PROCEDURE zoo.overloaded(t varchar, n numeric) LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE PROCEDURE zoo.overloaded() LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE PROCEDURE zoo.only_out(OUT a integer, OUT b varchar) LANGUAGE plpgsql AS 'BEGIN a := 1; b := ''b''; END';
CREATE FUNCTION zoo.f_sql_greater(float, float) RETURNS float STABLE LANGUAGE sql AS
    'select case when $1 > $2 then $1 else $2 end';
COMMENT ON FUNCTION zoo.f_sql_greater(float, float) IS 'The greater one';
CREATE FUNCTION zoo.f_py_greater(a float, b float) RETURNS float STABLE LANGUAGE plpythonu AS $$
  if a > b:
    return a
  return b
$$;
-- What stands in prosrc of a Lambda UDF is a guess.
CREATE FUNCTION zoo.f_lambda(integer, integer) RETURNS integer STABLE LANGUAGE exfunc AS 'lambda_sum';
CREATE FUNCTION zoo.f_super(document super) RETURNS super IMMUTABLE LANGUAGE sql AS 'select $1';
CREATE FUNCTION "zoo.annex ünïcode"."odd.function ""f"""("the arg" integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'select 1';
CREATE PROCEDURE locked.secret() LANGUAGE plpgsql AS 'BEGIN NULL; END';

CREATE TABLE locked.secrets (id integer);
ALTER TABLE zoo.dist_even OWNER TO zoo_keeper;
ALTER FUNCTION zoo.f_sql_greater(float, float) OWNER TO zoo_keeper;

-- Redshift's own, which nobody wants to see ------------------------------------------------------------------------------
SET allow_system_table_mods = on;
CREATE SCHEMA pg_automv;
CREATE SCHEMA pg_auto_copy;
CREATE SCHEMA pg_internal;
CREATE SCHEMA pg_mv;
CREATE SCHEMA pg_s3;
CREATE SCHEMA catalog_history;
SELECT materialized('pg_automv', 'auto_mv_1', 'CREATE MATERIALIZED VIEW pg_automv.auto_mv_1 AS SELECT count(*) AS num_rec FROM zoo.parent',
    'SELECT count(*) AS num_rec FROM zoo.parent');
CREATE TABLE pg_automv.mv_tbl__auto_mv_1__0_recomputed (num_rec bigint);
CREATE TABLE pg_auto_copy.copy_job (id integer);
CREATE TABLE pg_internal.redshift_auto_health_check_1 (a integer);
CREATE TABLE pg_mv.state (id integer);
CREATE TABLE pg_s3.list (id integer);
CREATE TABLE catalog_history.history (id integer);

GRANT USAGE ON SCHEMA zoo, "zoo.annex ünïcode", empty, spectrum, spectrum_empty TO zoo_visitor;
