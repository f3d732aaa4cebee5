package io.trawl.source.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.kit.Reach;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Classifies what PostgreSQL and pgJDBC say. */
final class PostgresFailures extends SqlFailures {

    static final PostgresFailures INSTANCE = new PostgresFailures();

    private PostgresFailures() {}

    /**
     * One database is full: the server says who refuses. {@code CheckMyDatabase} in postinit.c counts the connections of the
     * database ({@code CONNECTION LIMIT} of CREATE DATABASE); ProcArrayAdd and InitPostgres count those of the server, and
     * InitializeSessionUserId those of the role.
     */
    @Override
    protected Optional<Meaning> meaning(SQLException failure) {
        return "53300".equals(failure.getSQLState())
                        && failure instanceof PSQLException answer
                        && answer.getServerErrorMessage() != null
                        && "CheckMyDatabase"
                                .equals(answer.getServerErrorMessage().getRoutine())
                ? Optional.of(new Meaning(FailureKind.THROTTLED, Reach.DATABASE))
                : Optional.empty();
    }

    @Override
    protected String answer(SQLException failure) {
        ServerErrorMessage said = failure instanceof PSQLException answer ? answer.getServerErrorMessage() : null;
        return said == null ? null : said.getMessage();
    }
}
