package io.trawl.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of a server's log. */
public final class LogExtract {

    /** Session id and application name, between characters that occur nowhere else at the start of a line. */
    static final String PREFIX = "@@%c@%a@@";

    private static final Pattern ENTRY = Pattern.compile("(?m)^@@([^@\\n]*)@([^\\n]*?)@@([A-Z]+):  ");
    private static final Pattern STATEMENT =
            Pattern.compile("(?s)(?:statement|execute (fetch from )?[^\\n:]*?): (.*)", Pattern.DOTALL);

    private final List<Entry> entries;

    /** One message. */
    private record Entry(String session, String application, String severity, String text) {}

    private LogExtract(List<Entry> entries) {
        this.entries = entries;
    }

    /** @param log one character for each byte */
    static LogExtract of(String log) {
        List<Entry> entries = new ArrayList<>();
        Matcher entry = ENTRY.matcher(log);
        boolean more = entry.find();
        while (more) {
            String session = entry.group(1);
            String application = entry.group(2);
            String severity = entry.group(3);
            int start = entry.end();
            more = entry.find();
            String text = log.substring(start, more ? entry.start() : log.length());
            String utf8 = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            entries.add(new Entry(session, application, severity, utf8.strip()));
        }
        return new LogExtract(entries);
    }

    /**
     * Statements executed by applications of that name, in their order: what a driver sends to set a connection up,
     * before the application has its name, is not among them, nor are further fetches of a cursor, nor statements that
     * fail before they run, in parsing or planning.
     *
     * @param application start of the application_name
     */
    public List<String> statements(String application) {
        return executed(application, false);
    }

    /** Further fetches of rows by those applications: each is a round trip without being a statement of its own. */
    public List<String> fetches(String application) {
        return executed(application, true);
    }

    /** How many connections those applications opened, counting the ones that executed at least one statement. */
    public int connections(String application) {
        Set<String> opened = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.text().startsWith("connection authorized:")) {
                opened.add(entry.session());
            }
            if (entry.application().startsWith(application)) {
                seen.add(entry.session());
            }
        }
        seen.retainAll(opened);
        return seen.size();
    }

    private List<String> executed(String application, boolean fetches) {
        List<String> found = new ArrayList<>();
        for (Entry entry : entries) {
            Matcher statement = STATEMENT.matcher(entry.text());
            if (entry.severity().equals("LOG")
                    && entry.application().startsWith(application)
                    && statement.matches()
                    && (statement.group(1) != null) == fetches) {
                found.add(statement.group(2));
            }
        }
        return found;
    }
}
