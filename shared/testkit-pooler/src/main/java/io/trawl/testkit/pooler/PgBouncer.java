package io.trawl.testkit.pooler;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Folders;
import io.trawl.testkit.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A real pgbouncer in front of an embedded database, where one is installed. */
public final class PgBouncer implements AutoCloseable {

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final ManagedProcess process;
    private final int port;

    private PgBouncer(Path program, EmbeddedDatabase server, PoolerConfig config, List<String> roles)
            throws IOException {
        port = freePort();
        // pgbouncer does not run as root; the user that it runs as must be able to read these.
        directory = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = directory.resolve("users.txt");
        List<String> logins = new ArrayList<>();
        roles.forEach(role -> logins.add('"' + role + "\" \"\""));
        Files.write(users, logins);
        Path settings = directory.resolve("pgbouncer.ini");
        Files.write(
                settings,
                List.of(
                        "[databases]",
                        "* = host=127.0.0.1 port=" + server.port(),
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = trust",
                        "auth_file = " + users,
                        "pool_mode = " + config.mode().name().toLowerCase(Locale.ROOT),
                        "default_pool_size = " + config.connections(),
                        "min_pool_size = 2",
                        "server_round_robin = 1",
                        config.ignored().isEmpty()
                                ? ""
                                : "ignore_startup_parameters = " + String.join(",", config.ignored())));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        process = ManagedProcess.start(new ProcessBuilder(command), directory.resolve("log"));
    }

    /**
     * Starts it.
     *
     * @param roles who may log in, without a password
     * @return empty if none is installed
     */
    public static Optional<PgBouncer> start(EmbeddedDatabase server, PoolerConfig config, List<String> roles) {
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        try {
            PgBouncer pooler = new PgBouncer(program.get(), server, config, roles);
            pooler.awaitListening();
            return Optional.of(pooler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.alive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException e) {
                Thread.onSpinWait(); // it has not begun to listen yet
            }
        }
        String log = Files.readString(directory.resolve("log"));
        close();
        throw new IllegalStateException("pgbouncer does not listen: " + log);
    }

    /** {@code 127.0.0.1:port}. */
    public String hostPort() {
        return "127.0.0.1:" + port;
    }

    /** Ends it and removes its files. */
    @Override
    public void close() {
        process.kill();
        try {
            process.await(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Folders.delete(directory);
    }
}
