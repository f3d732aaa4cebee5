package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.ServerConfig.VerifySsl;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest extends SinkTest {

    @BeforeEach
    void start() {
        serve(OpenMetadataServer.builder().tls());
    }

    @Test
    void ownAuthorityAsText() {
        fixture.verifySsl = VerifySsl.VALIDATE;
        fixture.caCertificate = server.certificatePem();
        arrives();
    }

    @Test
    void ownAuthorityAsFileBesideTheWorkflow(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("ca.pem"), server.certificatePem());
        fixture.verifySsl = VerifySsl.VALIDATE;
        fixture.directory = folder;
        fixture.caCertificate = "ca.pem";
        arrives();
    }

    @Test
    void anotherAuthorityIsRefused() {
        try (OpenMetadataServer other = OpenMetadataServer.builder().tls().start()) {
            fixture.verifySsl = VerifySsl.VALIDATE;
            fixture.caCertificate = other.certificatePem();
            isRefused();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_SSL", "VALIDATE"})
    void withoutAnAuthorityOnlyPublicOnesAreTrusted(VerifySsl verify) {
        fixture.verifySsl = verify;
        isRefused();
    }

    @Test
    void aCertificateThatHasExpiredIsRefusedEvenIfItIsTheOneThatWasNamed() {
        serve(OpenMetadataServer.builder().expiredTls());
        fixture.verifySsl = VerifySsl.VALIDATE;
        fixture.caCertificate = server.certificatePem();
        isRefused();
    }

    @Test
    void ignoreTrustsAnything() {
        fixture.verifySsl = VerifySsl.IGNORE;
        arrives();
    }

    @Test
    void theHostNameIsChecked() {
        byAddress();
        fixture.verifySsl = VerifySsl.VALIDATE;
        fixture.caCertificate = server.certificatePem();
        isRefused();
    }

    @Test
    void ignoreDoesNotLookAtTheHostNameEither() {
        byAddress();
        fixture.verifySsl = VerifySsl.IGNORE;
        arrives();
    }

    @Test
    void ignoreIsForItsOwnClientOnly() {
        ignoreTrustsAnything();
        fixture.verifySsl = VerifySsl.VALIDATE;
        isRefused();
    }

    /** Before anything is sent: the workflow is wrong. */
    @Test
    void aFileThatIsMissingOrHoldsNoCertificateIsNamed(@TempDir Path folder) throws Exception {
        String key = "workflowConfig.openMetadataServerConfig.sslConfig.caCertificate: ";
        fixture.verifySsl = VerifySsl.VALIDATE;
        fixture.directory = folder;
        fixture.caCertificate = "ca.pem";
        assertThatThrownBy(fixture::sink)
                .isInstanceOf(ConfigException.class)
                .hasMessage(key + "'ca.pem' is neither PEM text nor a text file that can be read");
        for (String content :
                List.of("", "no certificate", server.certificatePem().substring(0, 200))) {
            Files.writeString(folder.resolve("ca.pem"), content);
            assertThatThrownBy(fixture::sink)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(key + "'ca.pem' holds no certificate that can be read");
        }
        fixture.caCertificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assertThatThrownBy(fixture::sink)
                .isInstanceOf(ConfigException.class)
                .hasMessage(key + "holds no certificate that can be read");
    }

    private void byAddress() {
        fixture.hostPort = URI.create(server.hostPort().toString().replace("localhost", "127.0.0.1"));
    }

    private void arrives() {
        begin();
        assertThat(server.count("databaseSchema")).isEqualTo(1);
    }

    private void isRefused() {
        open();
        assertFails(FailureKind.INVALID, () -> sink.writeHierarchy(hierarchy("public")))
                .hasMessageContaining("the server's certificate is not trusted")
                .hasMessageNotContaining("\n");
    }
}
