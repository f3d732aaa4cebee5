-- Tables and views by oid, without their columns. 1259 is pg_class. Tables are stored by the method heap (2) unless somebody
-- chose another one.
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind,
       d.description,
       pg_get_userbyid(c.relowner) AS owner,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted_name,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END AS view_definition,
       c.relispopulated,
       CASE WHEN c.relam IN (0, 2) THEN ''
            ELSE (SELECT ' USING ' || quote_ident(m.amname) FROM pg_am m WHERE m.oid = c.relam) END
       -- As the server prints the options of indexes, but with numbers as they are.
       || CASE WHEN c.reloptions IS NULL THEN ''
               ELSE (SELECT ' WITH (' || string_agg(
                                split_part(o.text, '=', 1) || '='
                                || CASE WHEN given.value ~ '^([a-z_][a-z0-9_]*|-?[0-9]+([.][0-9]+)?)$' THEN given.value
                                        ELSE quote_literal(given.value) END,
                                ', ' ORDER BY o.position) || ')'
                     FROM unnest(c.reloptions) WITH ORDINALITY o (text, position)
                     CROSS JOIN LATERAL (SELECT substr(o.text, strpos(o.text, '=') + 1)) given (value)) END
       || CASE WHEN c.reltablespace = 0 THEN ''
               ELSE (SELECT ' TABLESPACE ' || quote_ident(s.spcname)
                     FROM pg_tablespace s WHERE s.oid = c.reltablespace) END AS storage,
       p.partstrat,
       p.partattrs::int2[] AS partition_columns,
       ARRAY(SELECT y.polname FROM pg_policy y WHERE y.polrelid = c.oid ORDER BY y.polname) AS policies
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = 0
LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
WHERE c.oid = ANY (?)
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT c.relispartition
