package io.trawl.api.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfMemoryTest {

    /** A process whose memory runs out somewhere, while its first thread waits without end. */
    static final class Exhausted {

        private Exhausted() {}

        public static void main(String... arguments) throws Exception {
            OutOfMemory.endsProcess();
            switch (arguments[0]) {
                case "main" -> fill();
                case "thread" -> new Thread(Exhausted::fill).start();
                case "timer" -> {
                    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                    timer.schedule(OutOfMemory.checked(Exhausted::fill), 0, TimeUnit.SECONDS);
                }
                case "cause" -> OutOfMemory.check(new IOException(new ExecutionException(new OutOfMemoryError())));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
            new java.util.concurrent.CountDownLatch(1).await();
        }

        private static void fill() {
            List<byte[]> filled = new ArrayList<>();
            while (true) {
                filled.add(new byte[1 << 20]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "thread", "timer", "cause"})
    void theProcessEndsWithOneLine(String where) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exhausted.class.getName(),
                        where)
                .redirectErrorStream(true)
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ended).as(output).isTrue();
        assertThat(output)
                .isEqualTo("trawl: out of memory: give the process more (-Xmx), or set a lower parallelism\n");
        assertThat(process.exitValue()).isEqualTo(70);
    }

    @Test
    void causesThatLeadInACircleEnd() {
        Exception first = new Exception();
        Exception second = new Exception(first);
        first.initCause(second);
        assertThatCode(() -> OutOfMemory.check(first)).doesNotThrowAnyException();
    }

    @Test
    void otherFailuresPass() {
        assertThatCode(() -> OutOfMemory.check(new IOException(new StackOverflowError())))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> OutOfMemory.check(new IOException(new OutOfMemoryError("here"))))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("here");
    }
}
