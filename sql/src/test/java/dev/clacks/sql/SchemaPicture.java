package dev.clacks.sql;

import java.util.ArrayList;
import java.util.List;

/** All that makes up a schema, line by line, to compare two of them. */
final class SchemaPicture {
    private static final List<String> QUERIES = List.of(
            "SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,"
                    + " pg_get_expr(adbin, adrelid)) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
                    + " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
                    + " WHERE relnamespace IN ('public'::regnamespace, 'partitions'::regnamespace)"
                    + " AND attnum > 0 AND NOT attisdropped AND relname NOT LIKE 'databasechangelog%' ORDER BY 1",
            "SELECT concat_ws(' ', 'relation', oid::regclass, relkind, pg_get_userbyid(relowner), relacl, reloptions)"
                    + " FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'partitions'::regnamespace)"
                    + " AND relname NOT LIKE 'databasechangelog%' ORDER BY 1",
            "SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint"
                    + " WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'databasechangelog%'"
                    + " ORDER BY 1",
            "SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname IN ('public', 'partitions')"
                    + " AND tablename NOT LIKE 'databasechangelog%' ORDER BY 1",
            "SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
            "SELECT concat_ws(' ', 'function', p.oid::regprocedure, pg_get_userbyid(proowner), proacl, md5(prosrc), proconfig)"
                    + " FROM pg_proc p WHERE pronamespace = 'public'::regnamespace"
                    + " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1",
            "SELECT concat_ws(' ', 'comment', classoid::regclass, coalesce(objoid::regclass::text, ''), objsubid, md5(description))"
                    + " FROM pg_description WHERE classoid = 'pg_class'::regclass"
                    + " AND objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1");

    private SchemaPicture() {}

    static List<String> of(Session session) {
        List<String> lines = new ArrayList<>();
        QUERIES.forEach(query -> lines.addAll(session.column(query)));
        return lines;
    }
}
