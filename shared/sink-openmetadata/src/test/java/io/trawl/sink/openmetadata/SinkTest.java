package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.TrawlException;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.OpenMetadataServerBuilder;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** A server, a workflow for it, and a sink of that workflow; closed after each test. */
abstract class SinkTest {

    OpenMetadataServer server;
    Fixture fixture;
    OpenMetadataSink sink;

    /** Starts another server; its workflow may be changed before {@link #open}. */
    void serve(OpenMetadataServerBuilder builder) {
        stop();
        server = builder.start();
        fixture = new Fixture(server);
    }

    /** Opens a sink of the workflow as it is now. */
    void open() {
        if (sink != null) {
            sink.close();
        }
        sink = fixture.sink();
    }

    /** A server, and a sink that has written the hierarchy. */
    void start(OpenMetadataServerBuilder builder) {
        serve(builder);
        begin();
    }

    /** Opens a sink of the workflow as it is now, and writes the hierarchy. */
    void begin() {
        open();
        sink.writeHierarchy(Fixture.hierarchy("public"));
    }

    @AfterEach
    void stop() {
        if (sink != null) {
            sink.close();
            sink = null;
        }
        if (server != null) {
            server.close();
        }
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFails(FailureKind kind, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(TrawlException.class, e -> assertThat(e.kind())
                .isEqualTo(kind));
    }

    /** So many have failed, each with that kind and a message that contains these texts. */
    static void assertFailed(int count, FailureKind kind, List<Outcome> outcomes, String... texts) {
        assertThat(failed(outcomes)).hasSize(count).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(List.of(texts))
                    .allSatisfy(text -> assertThat(failure.message()).contains(text));
        });
    }
}
