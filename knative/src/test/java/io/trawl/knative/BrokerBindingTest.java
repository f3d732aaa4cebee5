package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SinkBinding says. */
class BrokerBindingTest {

    private static final String URL = "http://broker-ingress.knative-eventing.svc.cluster.local/trawl/default";

    private static BrokerBinding with(String key, String value) {
        Map<String, String> environment = new HashMap<>(Map.of("K_SINK", URL));
        environment.put(key, value);
        return BrokerBinding.of(environment).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void nothingIsSaid(String blank) {
        assertThat(BrokerBinding.of(Map.of())).isEmpty();
        assertThat(BrokerBinding.of(Map.of("K_SINK", blank))).isEmpty();
        assertThat(with("K_CE_OVERRIDES", blank).extensions()).isEmpty();
        assertThat(with("K_CA_CERTS", blank)).isNotNull();
    }

    @Test
    void whatIsSaid() {
        BrokerBinding binding =
                with("K_CE_OVERRIDES", "{\"extensions\": {\"team\": \"data & more\", \"tier2\": \"a\"}, \"new\": 1}");
        assertThat(binding.uri()).isEqualTo(URI.create(URL));
        assertThat(binding.extensions()).isEqualTo(Map.of("team", "data & more", "tier2", "a"));
        assertThat(binding.tokenFile()).isEqualTo(Path.of("/oidc/token"));
        assertThat(binding.host()).isEqualTo("broker-ingress.knative-eventing.svc.cluster.local");
        assertThat(binding).hasToString("broker at broker-ingress.knative-eventing.svc.cluster.local");
        assertThat(BrokerBinding.of("--broker", "https://here:8443", Map.of()).host())
                .isEqualTo("here:8443");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broker.example | K_SINK: 'broker.example' is not of the form http://host/path or https://host/path",
                "ftp://x/y | K_SINK: 'ftp://x/y' is not of the form http://host/path or https://host/path",
                "http:///path | K_SINK: 'http:///path' is not of the form http://host/path or https://host/path",
                "http:x | K_SINK: 'http:x' is not of the form http://host/path or https://host/path",
                "http://me:geheim@x/ | K_SINK: must not hold a user or a password",
                "http://me:geheim@x_y/ | K_SINK: must not hold a user or a password",
                "http://me:geh eim@x/ | K_SINK: is no URI: Illegal character in authority"
            })
    void anotherUri(String uri, String message) {
        assertThatThrownBy(() -> BrokerBinding.of(Map.of("K_SINK", uri)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message)
                .hasMessageNotContaining("geh")
                .hasMessageNotContaining("\n")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | is no JSON",
                "{\"extensions\": [1]} | extensions is not an object",
                "{\"extensions\": {\"Team\": \"x\"}} | extensions: 'Team' is no name of an extension: up to 20 of a-z and 0-9",
                "{\"extensions\": {\"id\": \"x\"}} | extensions: 'id' is no name of an extension: up to 20 of a-z and 0-9",
                "{\"extensions\": {\"a\": 1}} | extensions.a: must be text of printable ASCII characters",
                "{\"extensions\": {\"a\": \"\\r\\nb: c\"}} | extensions.a: must be text of printable ASCII characters",
                "{\"extensions\": {\"a\": \"ä\"}} | extensions.a: must be text of printable ASCII characters",
                "{\"extensions\": {\"a\": \"\"}} | extensions.a: must be text of printable ASCII characters"
            })
    void otherOverrides(String overrides, String message) {
        assertThatThrownBy(() -> with("K_CE_OVERRIDES", overrides))
                .isInstanceOf(ConfigException.class)
                .hasMessage("K_CE_OVERRIDES: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void otherCertificates(String certificates) {
        assertThatThrownBy(() -> with("K_CA_CERTS", certificates))
                .isInstanceOf(ConfigException.class)
                .hasMessage("K_CA_CERTS: holds no certificate that can be read");
    }
}
