package io.trawl.testkit.knative;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link JobSinkServiceTest} runs as a Job: ends with the exit code its event says; -1: never. */
public final class JobMain {

    private JobMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String event = Files.readString(Path.of(System.getenv("K_EVENT_PATH"), "event"));
        System.out.println(System.getenv("K_EXECUTION_MODE") + " " + event);
        Matcher exit = Pattern.compile("\"exit\":(-?\\d+)").matcher(event);
        exit.find();
        int code = Integer.parseInt(exit.group(1));
        if (code < 0) {
            Thread.currentThread().join();
        }
        System.exit(code);
    }
}
