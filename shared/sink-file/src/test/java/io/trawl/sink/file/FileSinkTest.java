package io.trawl.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkBrokenException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Hierarchy HIERARCHY = new Hierarchy(
            new Hierarchy.Service("svc", "Postgres", null),
            List.of(new Hierarchy.Database("d.b", "the \"db\"", List.of(new Hierarchy.Schema("s::1", null)), null)),
            List.of(new Hierarchy.Classification("C", "c", List.of(new Hierarchy.Tag("t", "tag")))),
            false,
            0);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("out.ndjson");
    }

    @Test
    void aNameHoldsNoNul() {
        assertThatThrownBy(() -> new FileSinkProvider.Config("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("filename: holds the character U+0000, which no file's name may");
    }

    @Test
    void theHierarchyComesFirstAndEveryLineIsWhole() throws IOException {
        try (FileSink sink = new FileSink(file)) {
            sink.writeHierarchy(HIERARCHY);
            IntStream.range(0, 50).parallel().forEach(i -> sink.write(List.of(request(2 * i), request(2 * i + 1))));
            assertThat(file).doesNotExist();
            sink.finish(true);
        }

        List<JsonNode> lines = lines(file);
        assertThat(lines.subList(0, 5))
                .extracting(line -> line.path("type").asText(), line -> line.path("fqn")
                        .asText())
                .containsExactly(
                        tuple("databaseService", "svc"),
                        tuple("classification", "C"),
                        tuple("tag", "C.t"),
                        tuple("database", "svc.\"d.b\""),
                        tuple("databaseSchema", "svc.\"d.b\".s__reserved__colon__1"));
        assertThat(lines.get(3).path("request").path("description").asText()).isEqualTo("the \"db\"");
        assertThat(lines.subList(5, lines.size()))
                .extracting(line -> line.path("request").path("name").asText())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "t" + i).toList());
        assertThat(folder.resolve("out.ndjson.partial")).doesNotExist();
    }

    @Test
    void anInterruptedRunLeavesTheLastSnapshotAsItWas() throws IOException {
        Files.writeString(file, "{}\n");
        try (FileSink sink = new FileSink(file)) {
            sink.writeHierarchy(HIERARCHY);
            sink.write(List.of(request(1)));
            sink.finish(false);
        }

        assertThat(file).hasContent("{}");
        assertThat(folder.resolve("out.ndjson.partial")).exists();
    }

    /** What the ledger has heard of; hears of more as time goes on. */
    private static final class Heard implements Sink.Written {
        private final Set<String> ids = new HashSet<>();

        Heard of(int... tables) {
            for (int table : tables) {
                ids.add(request(table).descriptor().id());
            }
            return this;
        }

        @Override
        public long count() {
            return ids.size();
        }

        @Override
        public Set<String> of(EntityType type, Collection<String> asked) {
            return type == EntityType.TABLE
                    ? asked.stream().filter(ids::contains).collect(Collectors.toSet())
                    : Set.of();
        }
    }

    private static Heard written(int... tables) {
        return new Heard().of(tables);
    }

    private void interrupted(int... tables) {
        try (FileSink sink = new FileSink(file)) {
            sink.begin("run1", written());
            sink.writeHierarchy(HIERARCHY);
            for (int table : tables) {
                sink.write(List.of(request(table)));
            }
        }
    }

    private List<String> names(Path file) throws IOException {
        return lines(file).stream()
                .filter(line -> line.path("type").asText().equals("table"))
                .map(line -> line.path("request").path("name").asText())
                .toList();
    }

    @Test
    void whoGoesOnKeepsExactlyWhatTheLedgerHasHeardOf() throws IOException {
        interrupted(1, 2, 3, 2);
        Path partial = folder.resolve("out.ndjson.run1.partial");
        String whole = Files.readString(partial);
        Files.writeString(partial, whole + whole.substring(0, 70)); // a torn line

        try (FileSink sink = new FileSink(file)) {
            writeRun(sink, written(1, 2), 3, 4); // the ledger has not heard of 3 before
        }

        assertThat(names(file)).containsExactly("t1", "t2", "t3", "t4");
        assertThat(lines(file)).hasSize(9);
        assertThat(lines(file).get(0).path("type").asText()).isEqualTo("databaseService");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aRunThatHadTakenItsNameGoesOnWithIt() throws IOException {
        writeRun(written(), 1);
        writeRun(written(1), 2);

        assertThat(names(file)).containsExactly("t1", "t2");
    }

    private void writeRun(Heard ledger, int... tables) {
        try (FileSink sink = new FileSink(file)) {
            writeRun(sink, ledger, tables);
        }
    }

    /** Begins the run or goes on with it, and ends it; the ledger hears of what is written. */
    private static void writeRun(FileSink sink, Heard ledger, int... tables) {
        sink.begin("run1", ledger);
        sink.writeHierarchy(HIERARCHY);
        for (int table : tables) {
            sink.write(List.of(request(table)));
        }
        ledger.of(tables);
        sink.finish(true);
    }

    @Test
    void whatWasWrittenTwiceStandsThereOnceInTheEnd() throws IOException {
        try (FileSink sink = new FileSink(file)) {
            Heard ledger = written();
            sink.begin("run1", ledger);
            sink.writeHierarchy(HIERARCHY);
            sink.write(List.of(request(1), request(2)));
            sink.write(List.of(request(2), request(3)));
            ledger.of(1, 2);
            sink.finish(true);
        }

        assertThat(names(file)).containsExactly("t1", "t2");
        assertThat(lines(file)).hasSize(7);
        assertThat(lines(file).get(0).path("type").asText()).isEqualTo("databaseService");
    }

    @Test
    void aFinishedFileIsGoneOnWithIfSomethingIsToBeWrittenAgain() throws IOException {
        try (FileSink sink = new FileSink(file)) {
            Heard ledger = written();
            writeRun(sink, ledger, 1);
            assertThatThrownBy(() -> sink.write(List.of(request(2))))
                    .isInstanceOf(TrawlException.class)
                    .hasMessage("sink.config.filename: '" + file + "' is not open for entities now");
            writeRun(sink, ledger, 2);
        }

        assertThat(names(file)).containsExactly("t1", "t2");
    }

    @Test
    void aFileThatHasLostSomethingCannotBeGoneOnWith() {
        interrupted(1, 2);

        try (FileSink sink = new FileSink(file)) {
            sink.begin("run1", written(1, 2, 3));
            assertThatThrownBy(() -> sink.writeHierarchy(HIERARCHY))
                    .isInstanceOf(TrawlException.class)
                    .hasMessage("sink.config.filename: '" + folder.resolve("out.ndjson.run1.partial")
                            + "' holds 2 of the 3 entities the run has written; it cannot be gone on with, begin a new"
                            + " one");
        }
        assertThat(folder.resolve("out.ndjson.run1.partial.kept")).doesNotExist();
    }

    /** The name that the user gave, and the folder that is missing, which is another if links lead to it. */
    @Test
    void aFolderThatIsNotThereIsSaidInOneLine() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere/out.ndjson"));
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), Path.of("nowhere"));
        for (Path file : List.of(
                nowhere.resolve("out.ndjson"),
                nowhere.resolve("deeper/out.ndjson"),
                link,
                linkedFolder.resolve("out.ndjson"))) {
            try (FileSink sink = new FileSink(file)) {
                assertThatThrownBy(() -> sink.writeHierarchy(HIERARCHY))
                        .isInstanceOf(TrawlException.class)
                        .hasMessage("sink.config.filename: '" + file + "' cannot be written: the folder " + nowhere
                                + " does not exist");
                assertThat(sink.check()).singleElement().satisfies(check -> {
                    assertThat(check.failure()).isEqualTo(FailureKind.INVALID);
                    assertThat(check.detail()).isEqualTo(file + ": the folder " + nowhere + " does not exist");
                });
            }
        }
    }

    private static void write(FileSink sink, int... tables) {
        sink.writeHierarchy(HIERARCHY);
        for (int table : tables) {
            sink.write(List.of(request(table)));
        }
        sink.finish(true);
    }

    private static void write(Path file, int table) {
        try (FileSink sink = new FileSink(file)) {
            write(sink, table);
        }
    }

    private static void refused(Path file, String why) {
        try (FileSink sink = new FileSink(file)) {
            assertThatThrownBy(() -> write(sink, 1)).hasMessageContaining(why);
        }
    }

    /** A FIFO stands for whatever is no file: a device and a socket are the same to Java. */
    private Path fifo(String name) throws Exception {
        Path fifo = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    @Test
    @Timeout(30)
    void whatIsNoFileIsNotReplaced() throws Exception {
        Path fifo = fifo("out.ndjson");
        try (FileSink sink = new FileSink(fifo)) {
            assertThatThrownBy(() -> write(sink, 1))
                    .isInstanceOf(SinkBrokenException.class)
                    .hasMessage("sink.config.filename: '" + fifo
                            + "' cannot be written: it is a device, a pipe or a socket, not a file");
            assertThat(sink.check()).singleElement().satisfies(check -> assertThat(check.failure())
                    .isNotNull());
        }
        assertThat(Files.readAttributes(fifo, BasicFileAttributes.class).isOther())
                .isTrue();
        refused(Path.of("/dev/null"), "it is a device");
        refused(folder, "it is a folder");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(fifo);
        }
    }

    @Test
    @Timeout(30)
    void thePartialFileIsNoLinkAndNoPipe() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Path partial = folder.resolve("out.ndjson.partial");
        Files.createSymbolicLink(partial, precious);
        refused(file, "it is a link");
        assertThat(precious).hasContent("precious");
        Files.delete(partial);
        fifo("out.ndjson.partial");
        refused(file, "it is a device, a pipe or a socket");
    }

    @Test
    void aLinkIsFollowedOnceAndStays() throws IOException {
        Path real = Files.writeString(folder.resolve("real.ndjson"), "{}\n");
        Path middle = Files.createSymbolicLink(folder.resolve("middle"), Path.of("real.ndjson"));
        Path link = Files.createSymbolicLink(folder.resolve("out.ndjson"), middle);
        try (FileSink sink = new FileSink(link)) {
            assertThat(sink.check()).singleElement().asString().contains(link + " -> " + real);
            write(sink, 1);
        }
        assertThat(link).isSymbolicLink();
        assertThat(names(real)).containsExactly("t1");

        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("new.ndjson"));
        write(dangling, 2);
        assertThat(names(folder.resolve("new.ndjson"))).containsExactly("t2");

        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        refused(circle, "its links lead in a circle");
    }

    @Test
    void aSecondRunIntoOneFileIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (FileSink first = new FileSink(file);
                FileSink second = new FileSink(link)) {
            first.begin("run1", written());
            first.writeHierarchy(HIERARCHY);
            second.begin("run2", written());
            assertThatThrownBy(() -> second.writeHierarchy(HIERARCHY))
                    .isInstanceOf(TrawlException.class)
                    .hasMessage("sink.config.filename: another run is writing '" + file + "', it has locked '"
                            + folder.resolve("out.ndjson.lock") + "'");
            first.write(List.of(request(1)));
            first.finish(true);
        }
        assertThat(folder.resolve("out.ndjson.lock")).doesNotExist();
        write(file, 3);
        assertThat(names(file)).containsExactly("t3");
    }

    @Test
    void aLockThatWasLeftBehindIsNone() throws IOException {
        Files.writeString(folder.resolve("out.ndjson.lock"), "");
        write(file, 1);
        assertThat(names(file)).containsExactly("t1");
    }

    @Test
    void standardOutputHoldsTheLinesAndNothingElse() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (StandardOutputSink sink = new StandardOutputSink(out)) {
            sink.begin("run1", written());
            sink.writeHierarchy(HIERARCHY);
            sink.write(List.of(request(1)));
            sink.finish(true);
            assertThatThrownBy(() -> sink.begin("run1", written(1)))
                    .hasMessageContaining("standard output does not have what the run has written before");
        }
        Path copy = Files.write(folder.resolve("copy"), out.toByteArray());
        assertThat(names(copy)).containsExactly("t1");
        assertThat(lines(copy)).hasSize(6);
    }

    private static Request request(int number) {
        return new Request(
                new EntityDescriptor("svc.\"d.b\".s.t" + number, EntityType.TABLE, Map.of(), 1),
                ("{\"name\":\"t" + number + "\"}").getBytes(StandardCharsets.UTF_8),
                "x");
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
