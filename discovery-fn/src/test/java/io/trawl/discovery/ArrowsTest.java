package io.trawl.discovery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules, as the architecture has them. */
@AnalyzeClasses(packages = "io.trawl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    private static final String[] FUNCTIONS = {"io.trawl.discovery..", "io.trawl.worker.."};

    @ArchTest
    static final ArchRule CORE_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage("io.trawl.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "jakarta..",
                    "io.vertx..",
                    "io.micrometer..",
                    "io.fabric8..",
                    "org.postgresql..",
                    "java.sql..",
                    "software.amazon..",
                    "io.trawl.aws..",
                    "io.trawl.source..",
                    "io.trawl.sink..",
                    "io.trawl.ledger..",
                    "io.trawl.testkit..",
                    "io.trawl.discovery..",
                    "io.trawl.worker..");

    @ArchTest
    static final ArchRule SOURCES_AND_SINKS_USE_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage("io.trawl.source..", "io.trawl.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "io.micrometer..", "io.fabric8..");

    @ArchTest
    static final ArchRule SOURCES_DO_NOT_USE_SINKS = noClasses()
            .that()
            .resideInAPackage("io.trawl.source..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trawl.sink..");

    @ArchTest
    static final ArchRule SINKS_DO_NOT_USE_SOURCES = noClasses()
            .that()
            .resideInAPackage("io.trawl.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trawl.source..");

    @ArchTest
    static final ArchRule WHAT_SOURCES_SHARE_KNOWS_NONE_OF_THEM = noClasses()
            .that()
            .resideInAPackage("io.trawl.source.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trawl.source.postgresql..", "io.trawl.source.redshift..");

    @ArchTest
    static final ArchRule THE_LOGIN_TO_AWS_KNOWS_NO_SOURCE_OR_SINK = noClasses()
            .that()
            .resideInAPackage("io.trawl.aws..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trawl.source..", "io.trawl.sink..", "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule A_SOURCE_DOES_NOT_USE_ANOTHER = noClasses()
            .that()
            .resideInAPackage("io.trawl.source.redshift..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trawl.source.postgresql..");

    @ArchTest
    static final ArchRule A_DISPATCHER_KNOWS_NO_FRAMEWORK_SOURCE_SINK_OR_LEDGER = noClasses()
            .that()
            .resideInAnyPackage("io.trawl.knative..", "io.trawl.argo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.trawl.source..", "io.trawl.sink..", "io.trawl.ledger..", "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule WORKER_NEEDS_NO_DISPATCHER = noClasses()
            .that()
            .resideInAPackage("io.trawl.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trawl.knative..", "io.trawl.argo..");

    @ArchTest
    static final ArchRule NOTHING_USES_A_FUNCTION = noClasses()
            .that()
            .resideOutsideOfPackages(FUNCTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FUNCTIONS);

    @ArchTest
    static final ArchRule DISCOVERY_DOES_NOT_USE_WORKER = noClasses()
            .that()
            .resideInAPackage("io.trawl.discovery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trawl.worker..");

    @ArchTest
    static final ArchRule WORKER_DOES_NOT_USE_DISCOVERY = noClasses()
            .that()
            .resideInAPackage("io.trawl.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trawl.discovery..");

    @ArchTest
    static final ArchRule FUNCTIONS_KNOW_NO_SOURCE_SINK_OR_LEDGER = noClasses()
            .that()
            .resideInAnyPackage(FUNCTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trawl.source..", "io.trawl.sink..", "io.trawl.ledger..");

    @ArchTest
    static final ArchRule TESTKIT_STAYS_IN_TESTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.trawl.testkit..")
            .and()
            .resideOutsideOfPackage("io.trawl.discovery.dev..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.trawl.testkit..");
}
