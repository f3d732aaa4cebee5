package io.trawl.discovery;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules, as the architecture has them. */
@AnalyzeClasses(packages = "io.trawl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    private static final String FUNCTIONS = "io.trawl.discovery.. io.trawl.worker..";

    /** What the libraries that every module may use must not use: frameworks, drivers, and everything that is found at run time. */
    private static final String OUTSIDE_OF_THE_LIBRARIES =
            "io.quarkus.. jakarta.. io.vertx.. io.micrometer.. io.fabric8.. org.postgresql.. java.sql.."
                    + " software.amazon.. io.trawl.aws.. io.trawl.source.. io.trawl.sink.. io.trawl.ledger.."
                    + " io.trawl.testkit.. io.trawl.function.. io.trawl.argo.. io.trawl.knative.. io.trawl.discovery.."
                    + " io.trawl.worker..";

    /** What nothing in some packages uses. Packages are separated by a blank. */
    private static ArchRule mayNotUse(String packages, String used) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages.split(" "))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used.split(" "));
    }

    @ArchTest
    static final ArchRule NO_CYCLE_OF_PACKAGES =
            slices().matching("io.trawl.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule API_USES_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("io.trawl.api..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.trawl..").and(resideOutsideOfPackage("io.trawl.api..")));

    @ArchTest
    static final ArchRule THE_LIBRARIES_ARE_PLAIN_JAVA = mayNotUse(
            "io.trawl.api.. io.trawl.http.. io.trawl.config.. io.trawl.engine.. io.trawl.events..",
            OUTSIDE_OF_THE_LIBRARIES);

    @ArchTest
    static final ArchRule THE_ENGINE_READS_NO_FILES_OF_USERS_AND_SENDS_NO_EVENTS =
            mayNotUse("io.trawl.engine..", "io.trawl.config.. io.trawl.http.. io.trawl.events..");

    @ArchTest
    static final ArchRule SOURCES_SINKS_AND_LEDGERS_USE_THE_API_AND_NOT_THE_ENGINE = mayNotUse(
            "io.trawl.source.. io.trawl.sink.. io.trawl.ledger..",
            "io.trawl.engine.. io.trawl.config.. io.trawl.events..");

    @ArchTest
    static final ArchRule SOURCES_AND_SINKS_USE_NO_FRAMEWORK = mayNotUse(
            "io.trawl.source.. io.trawl.sink..", "io.quarkus.. jakarta.. io.vertx.. io.micrometer.. io.fabric8..");

    @ArchTest
    static final ArchRule SOURCES_DO_NOT_USE_SINKS = mayNotUse("io.trawl.source..", "io.trawl.sink..");

    @ArchTest
    static final ArchRule SINKS_DO_NOT_USE_SOURCES = mayNotUse("io.trawl.sink..", "io.trawl.source..");

    @ArchTest
    static final ArchRule WHAT_SOURCES_SHARE_KNOWS_NONE_OF_THEM = mayNotUse(
            "io.trawl.source.kit.. io.trawl.source.jdbc.. io.trawl.source.postgresqlfamily..",
            "io.trawl.source.postgresql.. io.trawl.source.redshift..");

    @ArchTest
    static final ArchRule THE_SOURCE_KIT_KNOWS_NO_JDBC_AND_NO_OTHER_CLIENT = mayNotUse(
            "io.trawl.source.kit..",
            "java.sql.. javax.sql.. java.net.. org.postgresql.. com.amazon.. software.amazon.. io.trawl.http.."
                    + " io.trawl.source.jdbc.. io.trawl.source.postgresqlfamily..");

    @ArchTest
    static final ArchRule WHAT_JDBC_SOURCES_SHARE_KNOWS_NO_FAMILY_OF_DATABASES = mayNotUse(
            "io.trawl.source.jdbc..",
            "io.trawl.source.postgresqlfamily.. org.postgresql.. com.amazon.. io.trawl.aws..");

    @ArchTest
    static final ArchRule THE_LOGIN_TO_AWS_KNOWS_NO_SOURCE_OR_SINK =
            mayNotUse("io.trawl.aws..", "io.trawl.source.. io.trawl.sink.. io.quarkus.. jakarta..");

    @ArchTest
    static final ArchRule A_SOURCE_DOES_NOT_USE_ANOTHER =
            mayNotUse("io.trawl.source.redshift..", "io.trawl.source.postgresql..");

    @ArchTest
    static final ArchRule A_DISPATCHER_KNOWS_NO_FRAMEWORK_SOURCE_SINK_OR_LEDGER = mayNotUse(
            "io.trawl.knative.. io.trawl.argo..",
            "io.trawl.source.. io.trawl.sink.. io.trawl.ledger.. io.quarkus.. jakarta..");

    @ArchTest
    static final ArchRule WORKER_NEEDS_NO_DISPATCHER =
            mayNotUse("io.trawl.worker..", "io.trawl.knative.. io.trawl.argo..");

    @ArchTest
    static final ArchRule NOTHING_USES_A_FUNCTION = noClasses()
            .that()
            .resideOutsideOfPackages(FUNCTIONS.split(" "))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FUNCTIONS.split(" "));

    @ArchTest
    static final ArchRule DISCOVERY_DOES_NOT_USE_WORKER = mayNotUse("io.trawl.discovery..", "io.trawl.worker..");

    @ArchTest
    static final ArchRule WORKER_DOES_NOT_USE_DISCOVERY = mayNotUse("io.trawl.worker..", "io.trawl.discovery..");

    @ArchTest
    static final ArchRule FUNCTIONS_KNOW_NO_SOURCE_SINK_OR_LEDGER =
            mayNotUse(FUNCTIONS, "io.trawl.source.. io.trawl.sink.. io.trawl.ledger..");

    /** An operation that not every implementation has is in a type of its own. */
    @ArchTest
    static final ArchRule A_TYPE_OFFERS_WHAT_IT_CAN_DO = noClasses()
            .that()
            .resideOutsideOfPackages("io.trawl.testkit..", "io.trawl.environment..")
            .should()
            .accessClassesThat()
            .areAssignableTo(UnsupportedOperationException.class);

    @ArchTest
    static final ArchRule TESTKIT_STAYS_IN_TESTS = noClasses()
            .that()
            .resideOutsideOfPackages("io.trawl.testkit..", "io.trawl.environment..", "io.trawl.discovery.dev..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trawl.testkit..", "io.trawl.environment..");
}
