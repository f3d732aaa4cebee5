package io.trawl.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing outside the modules of the orchestrators names one: neither code nor text nor comments of any other module's main
 * sources. {@link ArrowsTest} sees classes only.
 */
class OrchestratorNamesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final Pattern NAME = Pattern.compile("(?i:knative)|\\b[Aa]rgo|[a-z]Argo|ARGO");

    /** The extension of Quarkus with which a function takes CloudEvents, from any sender. */
    private static final String FUNQY = "import io.quarkus.funqy.knative.events.";

    /** The orchestrators, and what imitates them in tests. */
    private static final Set<String> OWN = Set.of("argo", "knative", "shared/testkit-argo", "shared/testkit-knative");

    private static final String FUNCTION = "discovery-fn/src/main/java/io/trawl/discovery/function/";

    /** Files that may, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            FUNCTION + "BrokerRuns.java",
            "the bean by which Quarkus gives knative's RunSteps its settings, metrics and signals",
            FUNCTION + "DiscoveryFunction.java",
            "the type of a PingSource's event, which Funqy needs in an annotation",
            FUNCTION + "DeadLetterRoute.java",
            "the names of the attributes that a broker adds to a dead letter",
            "shared/ledger-postgresql/src/main/resources/db/trawl/V6__run_place.sql",
            "a comment in a migration: a changed file has another checksum, which Flyway refuses");

    @Test
    void onlyTheirOwnModulesNameThem() throws IOException {
        List<String> names = new ArrayList<>();
        Set<String> excused = new TreeSet<>();
        for (Path file : mainFiles()) {
            String path = ROOT.relativize(file).toString();
            for (String line : Files.readAllLines(file)) {
                if (NAME.matcher(line).find() && !line.startsWith(FUNQY)) {
                    if (EXCEPTIONS.containsKey(path)) {
                        excused.add(path);
                    } else {
                        names.add(path + ": " + line.strip());
                    }
                }
            }
        }
        assertThat(names).isEmpty();
        assertThat(excused).as("an exception that is not needed").isEqualTo(EXCEPTIONS.keySet());
    }

    private static List<Path> mainFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Matcher modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (modules.find()) {
            Path main = ROOT.resolve(modules.group(1)).resolve("src/main");
            if (!OWN.contains(modules.group(1)) && Files.exists(main)) {
                try (Stream<Path> found = Files.walk(main)) {
                    found.filter(Files::isRegularFile).forEach(files::add);
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(300);
        return files;
    }
}
