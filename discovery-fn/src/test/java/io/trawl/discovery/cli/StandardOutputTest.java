package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {

    /** Linux fails every write to it, as on a full disk; see full(4). */
    static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    @Test
    void whatCanBeWrittenIsNoFailure() throws IOException {
        Path file = folder.resolve("out");
        try (OutputStream out = Files.newOutputStream(file)) {
            StandardOutput standard = new StandardOutput(out, file);
            standard.write("abc".getBytes(), 1, 2);
            standard.write('d');
            assertThat(standard.failure()).isEmpty();
        }
        assertThat(file).hasContent("bcd");
    }

    @Test
    void aFullDiskIsToldWithItsReason() throws IOException {
        try (OutputStream out = new FileOutputStream(FULL.toFile())) {
            StandardOutput standard = new StandardOutput(out, FULL);
            assertThatThrownBy(() -> standard.write('a')).isInstanceOf(IOException.class);
            assertThat(standard.failure()).contains("standard output cannot be written: No space left on device");
        }
    }

    /** A part in the middle of what a command prints must not be missing. */
    @Test
    void nothingIsWrittenAfterAFailure() throws IOException {
        Path file = folder.resolve("out");
        try (OutputStream out = Files.newOutputStream(file)) {
            StandardOutput standard = new StandardOutput(new OnceFull(out), file);
            assertThatThrownBy(() -> standard.write('a')).hasMessage("No space left on device");
            assertThatThrownBy(() -> standard.write('b')).hasMessage("No space left on device");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void aPipeThatItsReaderHasClosedIsNoFailure() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw");
        try (OutputStream out = new FileOutputStream(pipe.toFile())) {
            StandardOutput standard = new StandardOutput(out, pipe);
            standard.write('a');
            reader.close();
            assertThatThrownBy(() -> standard.write('b')).isInstanceOf(IOException.class);
            assertThat(standard.failure()).isEmpty();
        }
    }

    /** A disk that has room again after a write that failed. */
    private static final class OnceFull extends OutputStream {
        private final OutputStream disk;
        private boolean tried;

        OnceFull(OutputStream disk) {
            this.disk = disk;
        }

        @Override
        public void write(int octet) throws IOException {
            if (!tried) {
                tried = true;
                throw new IOException("No space left on device");
            }
            disk.write(octet);
        }
    }
}
