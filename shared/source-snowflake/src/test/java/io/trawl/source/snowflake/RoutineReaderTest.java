package io.trawl.source.snowflake;

import static io.trawl.testkit.snowflake.model.Routine.argument;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.StoredProcedure;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutineReaderTest {

    private static final String S = "S";

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private Reading start(Schema schema) throws Exception {
        server = SnowflakeServer.builder()
                .model(SnowflakeModel.of(Database.of(Reading.DATABASE, schema)))
                .start();
        return Reading.of(server, Sources.including("includeOwners", true));
    }

    @Test
    void overloadsAreToldApartByTheirArguments() throws Exception {
        try (Reading reading = start(Schema.builder(S)
                .procedures(
                        Routine.of("P", "VARCHAR", "one", argument("A", "NUMBER"))
                                .comment("words"),
                        Routine.of("P", "VARCHAR", "two", argument("A", "VARCHAR"), argument("B", "NUMBER")),
                        Routine.of("P", "VARCHAR", "none"))
                .functions(Routine.of("P", "NUMBER", "function", argument("A", "NUMBER")))
                .build())) {
            StoredProcedure one = reading.readRoutine(Reading.routine(S, "P", "NUMBER", Kind.PROCEDURE));
            assertThat(one.storedProcedureCode()).isEqualTo(new StoredProcedure.Code("SQL", "one"));
            assertThat(one.description()).isEqualTo("words");
            assertThat(one.storedProcedureType()).isEqualTo("StoredProcedure");
            assertThat(one.owners()).containsExactly(Owner.named("SYSADMIN"));
            assertThat(one.databaseSchema()).isEqualTo("svc.D.S");
            assertThat(one.sourceUrl()).endsWith("/schemas/S/procedure/P(NUMBER)");
            StoredProcedure two = reading.readRoutine(Reading.routine(S, "P", "VARCHAR, NUMBER", Kind.PROCEDURE));
            assertThat(two.storedProcedureCode().code()).isEqualTo("two");
            assertThat(two.sourceUrl()).endsWith("/procedure/P(VARCHAR%2C%20NUMBER)");
            assertThat(two.description()).isNull();
            assertThat(reading.readRoutine(Reading.routine(S, "P", "", Kind.PROCEDURE))
                            .storedProcedureCode()
                            .code())
                    .isEqualTo("none");
            StoredProcedure function = reading.readRoutine(Reading.routine(S, "P", "NUMBER", Kind.UDF));
            assertThat(function.storedProcedureCode().code()).isEqualTo("function");
            assertThat(function.storedProcedureType()).isEqualTo("UDF");
            assertThat(function.sourceUrl()).endsWith("/user-function/P(NUMBER)");
        }
    }

    @Test
    void languagesAreThoseOfOpenMetadata() throws Exception {
        List<String> known = List.of("SQL", "JAVA", "JAVASCRIPT", "PYTHON", "SCALA");
        try (Reading reading = start(Schema.builder(S)
                .procedures(known.stream()
                        .map(language -> Routine.of(language, "VARCHAR", "body").language(language))
                        .toArray(Routine[]::new))
                .functions(Routine.of("EXT", "VARIANT", "https://host/x").asExternal())
                .build())) {
            assertThat(known.stream()
                            .map(language -> language(reading, language, Kind.PROCEDURE))
                            .toList())
                    .containsExactly("SQL", "Java", "JavaScript", "Python", "External");
            assertThat(language(reading, "EXT", Kind.UDF)).isEqualTo("External");
        }
    }

    private static String language(Reading reading, String name, Kind kind) {
        try {
            return reading.readRoutine(Reading.routine(S, name, "", kind))
                    .storedProcedureCode()
                    .language();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHiddenBodyIsAWarning() throws Exception {
        try (Reading reading = start(Schema.builder(S)
                .procedures(Routine.of("P", "VARCHAR", "secret").hidden())
                .build())) {
            ReadResult.Read read = (ReadResult.Read) reading.routines
                    .read(reading.session, List.of(Reading.routine(S, "P", "", Kind.PROCEDURE)))
                    .get(0);
            assertThat(((StoredProcedure) read.entity()).storedProcedureCode())
                    .isEqualTo(new StoredProcedure.Code("SQL", null));
            assertThat(read.warnings()).containsExactly("its body is not shown to this role");
        }
    }

    @Test
    void aBatchCostsOneStatementForEachKindAndOneMoreIfOneIsGone() throws Exception {
        try (Reading reading = start(Schema.builder(S)
                .procedures(Routine.of("it's \"P\"", "VARCHAR", "body", argument("A", "NUMBER")))
                .functions(Routine.of("F", "VARCHAR", "body"))
                .build())) {
            List<ReadResult> results = reading.routines.read(
                    reading.session,
                    List.of(
                            Reading.routine(S, "it's \"P\"", "NUMBER", Kind.PROCEDURE),
                            Reading.routine(S, "F", "", Kind.UDF)));
            assertThat(results).allMatch(ReadResult.Read.class::isInstance);
            assertThat(reading.statements()).hasSize(1 + 2);
            results = reading.routines.read(
                    reading.session, List.of(Reading.routine(S, "it's \"P\"", "VARCHAR", Kind.PROCEDURE)));
            assertThat(results).allMatch(Outcome.Gone.class::isInstance);
            assertThat(reading.statements()).hasSize(2);
            assertThat(server.refused()).isEmpty();
        }
    }
}
