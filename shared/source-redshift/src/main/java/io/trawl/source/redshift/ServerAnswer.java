package io.trawl.source.redshift;

import com.amazon.redshift.util.RedshiftException;
import io.trawl.source.jdbc.Messages;
import java.sql.SQLException;

/** What the server said in a failure. */
final class ServerAnswer {

    private static final String FATAL = "FATAL: ";

    private ServerAnswer() {}

    /** Its text without severity and details; null if the failure is none of the server's. */
    static String of(SQLException failure) {
        if (failure instanceof RedshiftException answer && answer.getServerErrorMessage() != null) {
            return answer.getServerErrorMessage().getMessage();
        }
        // While connecting, the driver leaves of the server's answer only its severity and text.
        String text = failure.getMessage();
        return text != null && text.startsWith(FATAL) ? text.substring(FATAL.length()) : null;
    }

    /** One line for the user. */
    static String line(SQLException failure) {
        String said = of(failure);
        return Messages.oneLine(said == null ? failure.getMessage() : said);
    }
}
