package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void aLinkIsFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), target);
        write(link);
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }
}
