package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    Path folder;

    private static void write(Path file) {
        OutputFile.of("--report", file).write(out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsThereIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "old");
        write(file);
        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("report.json");
    }

    @Test
    void aPipeIsRefusedAndStays() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> OutputFile.of("--report", pipe))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--report: '" + pipe + "' is a device, a pipe or a socket, not a file");
        assertThatThrownBy(() -> OutputFile.of("--html", Path.of("/dev/null")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--html: '/dev/null' is a device, a pipe or a socket, not a file");
        assertThat(Files.readAttributes(pipe, "isOther").get("isOther")).isEqualTo(true);
    }

    /** The name that the user gave, and the folder that is missing, which is another if links lead to it. */
    @Test
    void aFolderThatIsMissingIsNamed() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere/report.json"));
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), Path.of("nowhere"));
        for (Path file : List.of(nowhere.resolve("report.json"), link, linkedFolder.resolve("report.json"))) {
            assertThatThrownBy(() -> OutputFile.of("--report", file))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("--report: '" + file + "': the folder " + nowhere + " does not exist");
        }
    }

    @Test
    void aFolderThatGoesMeanwhileIsNamed() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        OutputFile file = OutputFile.of("--report", gone.resolve("report.json"));
        Files.delete(gone);
        assertThatThrownBy(() -> file.write(out -> out.write(1)))
                .isInstanceOf(TrawlException.class)
                .hasMessage("'" + gone.resolve("report.json") + "' cannot be written: the folder " + gone
                        + " does not exist");
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), target);
        write(link);
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }
}
