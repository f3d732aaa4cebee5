-- What Redshift knows of its objects and PostgreSQL does not. Nobody sees this schema through the front. Tests fill its
-- tables with its functions:
--
--   distribution(relation, style)                  style as SVV_TABLE_INFO prints it: EVEN, KEY(c), ALL, AUTO(ALL), …
--   sort_key(relation, kind, column …)             kind COMPOUND, INTERLEAVED or AUTO
--   encoding(relation, column, encoding …)         pairs; every other column is raw
--   identity_column(relation, column, seed, step, by_default)
--   rows(relation, number)                         a table without rows is not in SVV_TABLE_INFO
--   long_name(relation, name), long_column(relation, column, name)
--                                                  up to 127 bytes, where PostgreSQL's names end after 63
--   late_binding(schema, view, ddl, column, type …) pairs
--   late_binding_reads(schema, view, schema, table) what the view reads: a table of this database or an external one, which
--                                                  may be missing; a view of which nothing is said reads nothing
--   materialized(schema, view, ddl, query)
--   external_schema(schema, kind, database, options)
--   external_table(schema, table, location, input_format, output_format, serialization_lib, parameters)
--   external_column(schema, table, column, type, part, nullable)
--                                                  part is the column's place among the partition keys, 0 for none
--   broken_external_schema(schema, state, message) asking where its tables lie fails; a null message mends it
--   hanging_external_schema(schema, seconds)       asking there takes as long
--   shared_database(name, type)                    of a datashare; contents of it as this database sees them:
--   shared_schema(database, schema), shared_table(database, schema, table, type, remarks),
--   shared_column(database, schema, table, column, type, length, precision, scale, nullable, remarks)
CREATE SCHEMA redshift_setup;
CREATE SCHEMA redshift;
GRANT USAGE ON SCHEMA redshift_setup, redshift TO PUBLIC;

-- Redshift's languages of functions; what stands in them is not looked at.
CREATE TRUSTED LANGUAGE plpythonu HANDLER plpgsql_call_handler;
CREATE TRUSTED LANGUAGE exfunc HANDLER plpgsql_call_handler;

-- Types -------------------------------------------------------------------------------------------------------------
-- Texts, all of them. Their names are those of Oid.java in Amazon's driver.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['super', 'hllsketch', 'geometry', 'geography', 'varbyte', 'intervaly2m', 'intervald2s'] LOOP
        EXECUTE format('CREATE TYPE redshift.%I', name);
        EXECUTE format('CREATE FUNCTION redshift.%I(cstring) RETURNS redshift.%I LANGUAGE internal IMMUTABLE STRICT AS ''textin''',
            name || '_in', name);
        EXECUTE format('CREATE FUNCTION redshift.%I(redshift.%I) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS ''textout''',
            name || '_out', name);
        EXECUTE format('CREATE TYPE redshift.%I (INPUT = redshift.%I, OUTPUT = redshift.%I, LIKE = pg_catalog.text%s)',
            name, name || '_in', name || '_out',
            CASE name WHEN 'varbyte' THEN ', TYPMOD_IN = pg_catalog.varchartypmodin, TYPMOD_OUT = pg_catalog.varchartypmodout'
                ELSE '' END);
    END LOOP;
END
$$;

-- Tables ------------------------------------------------------------------------------------------------------------
-- What is known of columns stands in arrays by their numbers: a row for each would cost a join as large as pg_attribute.
CREATE TABLE redshift_setup.relation (
    reloid oid PRIMARY KEY,
    long_name text,
    diststyle smallint, -- 0 EVEN, 1 KEY, 8 ALL, 9 AUTO
    effective integer,  -- 0 EVEN, 1 KEY, 8 ALL, 10 AUTO(ALL), 11 AUTO(EVEN), 12 AUTO(KEY)
    sort_kind text,
    tbl_rows bigint NOT NULL DEFAULT 0,
    distkey smallint,
    sortkeys smallint[],
    encodings smallint[],
    long_columns text[]
);
CREATE TABLE redshift_setup.view_ddl (viewoid oid PRIMARY KEY, ddl text NOT NULL);
CREATE TABLE redshift_setup.late_binding_column (
    view_schema name,
    view_name name,
    col_name name,
    col_type varchar,
    col_num integer,
    PRIMARY KEY (view_schema, view_name, col_num)
);
-- Of which the catalog has no columns.
CREATE TABLE redshift_setup.late_binding_view (viewoid oid PRIMARY KEY, reads_schema text, reads_name text);
CREATE TABLE redshift_setup.materialized_view (viewoid oid PRIMARY KEY, keptin oid NOT NULL);
CREATE TABLE redshift_setup.external_schema (
    esoid oid PRIMARY KEY,
    eskind smallint NOT NULL,
    databasename text,
    esoptions text,
    broken_state text,
    broken_message text,
    seconds numeric NOT NULL DEFAULT 0
);
CREATE TABLE redshift_setup.external_table (
    schemaname text,
    tablename text,
    location text,
    input_format text,
    output_format text,
    serialization_lib text,
    parameters text,
    PRIMARY KEY (schemaname, tablename)
);
CREATE TABLE redshift_setup.external_column (
    schemaname text,
    tablename text,
    columnname text,
    external_type text,
    columnnum integer,
    part_key integer,
    is_nullable text,
    PRIMARY KEY (schemaname, tablename, columnnum)
);
CREATE TABLE redshift_setup.shared_database (database_name text PRIMARY KEY, database_type text NOT NULL);
CREATE TABLE redshift_setup.shared_schema (database_name text, schema_name text, PRIMARY KEY (database_name, schema_name));
CREATE TABLE redshift_setup.shared_table (
    database_name text,
    schema_name text,
    table_name text,
    table_type text,
    remarks text,
    PRIMARY KEY (database_name, schema_name, table_name)
);
CREATE TABLE redshift_setup.shared_column (
    database_name text,
    schema_name text,
    table_name text,
    column_name text,
    ordinal_position integer,
    is_nullable text,
    data_type text,
    character_maximum_length integer,
    numeric_precision integer,
    numeric_scale integer,
    remarks text,
    PRIMARY KEY (database_name, schema_name, table_name, ordinal_position)
);
GRANT SELECT ON ALL TABLES IN SCHEMA redshift_setup TO PUBLIC;

-- Functions for tests -----------------------------------------------------------------------------------------------
CREATE FUNCTION redshift_setup.column_number(target regclass, name text) RETURNS smallint LANGUAGE plpgsql AS $$
DECLARE
    number smallint;
BEGIN
    SELECT attnum INTO STRICT number FROM pg_catalog.pg_attribute WHERE attrelid = target AND attname = name;
    RETURN number;
EXCEPTION WHEN no_data_found THEN
    RAISE 'column % of % does not exist', name, target;
END
$$;

CREATE FUNCTION redshift_setup.distribution(target regclass, style text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    key text := substring(style FROM 'KEY\((.*?)\)');
    code integer := CASE WHEN style LIKE 'AUTO(KEY(%' THEN 12
        WHEN style LIKE 'KEY(%' THEN 1
        ELSE ('{"EVEN": 0, "ALL": 8, "AUTO(ALL)": 10, "AUTO(EVEN)": 11}'::json ->> style)::integer END;
BEGIN
    IF code IS NULL THEN
        RAISE 'distribution style % is unknown', style;
    END IF;
    INSERT INTO redshift_setup.relation (reloid) VALUES (target) ON CONFLICT DO NOTHING;
    UPDATE redshift_setup.relation
    SET diststyle = least(code, 9),
        effective = code,
        distkey = CASE WHEN key IS NOT NULL THEN redshift_setup.column_number(target, key) END
    WHERE reloid = target;
END
$$;

-- The numbers of an interleaved key change their sign from one to the next. Source: r_PG_TABLE_DEF
CREATE FUNCTION redshift_setup.sort_key(target regclass, kind text, VARIADIC columns text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO redshift_setup.relation (reloid) VALUES (target) ON CONFLICT DO NOTHING;
    UPDATE redshift_setup.relation SET sort_kind = kind, sortkeys = NULL WHERE reloid = target;
    FOR i IN 1 .. cardinality(columns) LOOP
        UPDATE redshift_setup.relation
        SET sortkeys[redshift_setup.column_number(target, columns[i])] =
            CASE WHEN kind = 'INTERLEAVED' AND i % 2 = 0 THEN -i ELSE i END
        WHERE reloid = target;
    END LOOP;
END
$$;

CREATE FUNCTION redshift_setup.encoding(target regclass, VARIADIC pairs text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO redshift_setup.relation (reloid) VALUES (target) ON CONFLICT DO NOTHING;
    FOR i IN 1 .. cardinality(pairs) BY 2 LOOP
        UPDATE redshift_setup.relation
        SET encodings[redshift_setup.column_number(target, pairs[i])] =
            (SELECT code
             FROM generate_series(0, 20) code
             WHERE redshift.format_encoding(code) = replace(pairs[i + 1], 'raw', 'none'))
        WHERE reloid = target;
    END LOOP;
END
$$;

-- Seen in Amazon's driver (RedshiftDatabaseMetaData.java) and by dbmeta (D182): an identity column is one with this default.
CREATE FUNCTION redshift."identity"(integer, integer, text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION redshift.default_identity(integer, integer, text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION redshift_setup.identity_column(
    target regclass, name text, seed bigint, step bigint, by_default boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ALTER %I SET DEFAULT redshift.%I(%s, %s, %L::text)', target, name,
        CASE WHEN by_default THEN 'default_identity' ELSE 'identity' END, target::oid,
        redshift_setup.column_number(target, name) - 1, seed || ',' || step);
END
$$;

CREATE FUNCTION redshift_setup.rows(target regclass, number bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.relation (reloid, tbl_rows) VALUES (target, number)
    ON CONFLICT (reloid) DO UPDATE SET tbl_rows = number;
$$;

CREATE FUNCTION redshift_setup.long_name(target regclass, name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.relation (reloid, long_name) VALUES (target, name)
    ON CONFLICT (reloid) DO UPDATE SET long_name = name;
$$;

CREATE FUNCTION redshift_setup.long_column(target regclass, short text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO redshift_setup.relation (reloid) VALUES (target) ON CONFLICT DO NOTHING;
    UPDATE redshift_setup.relation SET long_columns[redshift_setup.column_number(target, short)] = name
    WHERE reloid = target;
END
$$;

-- The view has its columns, so that it can be described; pg_attribute does not show them.
CREATE FUNCTION redshift_setup.late_binding(schema text, name text, ddl text, VARIADIC columns text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    list text := '';
BEGIN
    FOR i IN 1 .. cardinality(columns) BY 2 LOOP
        list := list || format('%s NULL::%s AS %I', CASE WHEN i > 1 THEN ',' ELSE '' END, columns[i + 1], columns[i]);
        INSERT INTO redshift_setup.late_binding_column VALUES (schema, name, columns[i], columns[i + 1], (i + 1) / 2);
    END LOOP;
    EXECUTE format('CREATE VIEW %I.%I AS SELECT %s', schema, name, list);
    INSERT INTO redshift_setup.view_ddl VALUES (format('%I.%I', schema, name)::regclass, ddl);
    INSERT INTO redshift_setup.late_binding_view VALUES (format('%I.%I', schema, name)::regclass);
END
$$;

CREATE FUNCTION redshift_setup.late_binding_reads(schema text, name text, base_schema text, base text)
RETURNS void LANGUAGE sql AS $$
    UPDATE redshift_setup.late_binding_view SET reads_schema = base_schema, reads_name = base
    WHERE viewoid = format('%I.%I', schema, name)::regclass;
$$;

-- A view and the table that it reads, with the columns that Redshift keeps for itself. That they are in both is a guess:
-- information_schema.columns has been seen with them.
CREATE FUNCTION redshift_setup.materialized(schema text, name text, ddl text, query text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept text := format('%I.%I', schema, 'mv_tbl__' || name || '__0');
    shown text := format('%I.%I', schema, name);
BEGIN
    EXECUTE format('CREATE TABLE %s AS SELECT q.*, 0::bigint AS padb_internal_txn_seq_col FROM (%s) q WITH NO DATA', kept, query);
    EXECUTE format('CREATE VIEW %s AS SELECT * FROM %s', shown, kept);
    INSERT INTO redshift_setup.view_ddl VALUES (shown::regclass, ddl);
    INSERT INTO redshift_setup.materialized_view VALUES (shown::regclass, kept::regclass);
    PERFORM redshift_setup.distribution(kept::regclass, 'EVEN');
END
$$;

CREATE FUNCTION redshift_setup.external_schema(schema text, kind integer, database text, options text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE SCHEMA %I', schema);
    INSERT INTO redshift_setup.external_schema (esoid, eskind, databasename, esoptions)
    SELECT oid, kind, database, options FROM pg_catalog.pg_namespace WHERE nspname = schema;
END
$$;

CREATE FUNCTION redshift_setup.external_table(
    schema text, name text, location text, input_format text DEFAULT '', output_format text DEFAULT '',
    serialization_lib text DEFAULT '', parameters text DEFAULT '')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.external_table
    VALUES (schema, name, location, input_format, output_format, serialization_lib, parameters);
$$;

CREATE FUNCTION redshift_setup.external_column(
    schema text, table_name text, name text, type text, part integer DEFAULT 0, nullable text DEFAULT '')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.external_column
    SELECT schema, table_name, name, type, 1 + count(*), part, nullable
    FROM redshift_setup.external_column
    WHERE schemaname = schema AND tablename = table_name;
$$;

CREATE FUNCTION redshift_setup.broken_external_schema(schema text, state text, message text)
RETURNS void LANGUAGE sql AS $$
    UPDATE redshift_setup.external_schema SET broken_state = state, broken_message = message
    WHERE esoid = quote_ident(schema)::regnamespace;
$$;

CREATE FUNCTION redshift_setup.hanging_external_schema(schema text, for_seconds numeric) RETURNS void LANGUAGE sql AS $$
    UPDATE redshift_setup.external_schema SET seconds = for_seconds WHERE esoid = quote_ident(schema)::regnamespace;
$$;

CREATE FUNCTION redshift_setup.shared_database(name text, type text DEFAULT 'shared') RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.shared_database VALUES (name, type);
$$;

CREATE FUNCTION redshift_setup.shared_schema(database text, schema text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.shared_schema VALUES (database, schema);
$$;

CREATE FUNCTION redshift_setup.shared_table(
    database text, schema text, name text, type text DEFAULT 'TABLE', remarks text DEFAULT '')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.shared_table VALUES (database, schema, name, type, remarks);
$$;

CREATE FUNCTION redshift_setup.shared_column(
    database text, schema text, table_of text, name text, type text, length integer DEFAULT NULL,
    digits integer DEFAULT NULL, decimals integer DEFAULT NULL, nullable text DEFAULT 'YES', remark text DEFAULT '')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO redshift_setup.shared_column
    SELECT database, schema, table_of, name, 1 + count(*), nullable, type, length, digits, decimals, remark
    FROM redshift_setup.shared_column
    WHERE database_name = database AND schema_name = schema AND table_name = table_of;
$$;

-- Redshift's name for now().
CREATE FUNCTION redshift.getdate() RETURNS timestamp STABLE LANGUAGE sql AS 'SELECT pg_catalog.now()::timestamp';
