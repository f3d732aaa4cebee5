package io.trawl.source.snowflake;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.kit.PartialResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the columns of a stream, which SHOW does not say: those of what it is on, and three of its own.
 *
 * @see <a href="https://docs.snowflake.com/en/user-guide/streams-intro">Stream columns</a>
 */
final class StreamColumns {

    private static final SourceType TEXT = SourceType.simple(SourceType.TEXT, List.of(16_777_216), true);

    private static final List<SourceColumn> OWN = List.of(
            new SourceColumn("METADATA$ACTION", TEXT, null),
            new SourceColumn("METADATA$ISUPDATE", SourceType.simple("BOOLEAN", List.of(), true), null),
            new SourceColumn("METADATA$ROW_ID", TEXT, null));

    private static final Pattern PART = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([^.\"]+))(?:\\.|\\z)");

    private final ContentsReader contents;
    private final SqlFailures failures;

    StreamColumns(ContentsReader contents, SqlFailures failures) {
        this.contents = contents;
        this.failures = failures;
    }

    /** The columns of a stream; empty if those of its base cannot be seen. */
    List<SourceColumn> of(Connection session, SchemaTable stream) throws Exception {
        List<String> base = parts(stream.base() == null ? "" : stream.base());
        if (base.size() != 3) {
            return List.of(); // No privilege or table dropped
        }
        List<SourceColumn> columns = new ArrayList<>(ofBase(session, base));
        if (!columns.isEmpty()) {
            columns.addAll(OWN);
        }
        return columns;
    }

    private List<SourceColumn> ofBase(Connection session, List<String> base) throws Exception {
        try {
            return contents.columns(session, new SchemaName(base.get(0), base.get(1)), base.get(2));
        } catch (TrawlException e) {
            if (e.kind() == FailureKind.PERMISSION) {
                return List.of();
            }
            throw e;
        } catch (SQLException e) {
            if (PartialResult.isAboutAnObject(failures, e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** The raw parts of a qualified name, quoted or not; empty if it is none. */
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(name);
        int end = 0;
        while (end < name.length() && part.find()) {
            parts.add(part.group(1) == null ? part.group(2) : part.group(1).replace("\"\"", "\""));
            end = part.end();
        }
        return end == name.length() ? parts : List.of();
    }
}
