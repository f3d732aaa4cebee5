package io.trawl.source.redshift;

import com.amazon.redshift.util.RedshiftException;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.SqlFailures;
import java.sql.SQLException;

/** Classifies what Redshift and its driver say, by PostgreSQL's SQLStates, and finds the server's own words in it. */
final class RedshiftFailures extends SqlFailures {

    static final RedshiftFailures INSTANCE = new RedshiftFailures();

    private static final String FATAL = "FATAL: ";

    private RedshiftFailures() {}

    /** The server's text without severity and details; null if the failure is none of the server's. */
    static String answer(SQLException failure) {
        if (failure instanceof RedshiftException answer && answer.getServerErrorMessage() != null) {
            return answer.getServerErrorMessage().getMessage();
        }
        // While connecting, the driver leaves of the server's answer only its severity and text.
        String text = failure.getMessage();
        return text != null && text.startsWith(FATAL) ? text.substring(FATAL.length()) : null;
    }

    /** The server's text, or else the driver's, in one line for the user. */
    static String line(Exception failure) {
        String said = failure instanceof SQLException sql ? answer(sql) : null;
        return DriverMessages.oneLine(said == null ? failure.getMessage() : said);
    }
}
