package io.trawl.testkit.aws;

import com.sun.net.httpserver.HttpExchange;
import io.trawl.testkit.HttpEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * AWS' Security Token Service, as far as roles go: it gives a role's credentials to one key, and refuses all else. Source:
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>.
 */
public final class TokenService implements AutoCloseable {

    private final HttpEndpoint endpoint;
    private final String ownKey;
    private final String role;
    private final AwsKey ofRole;
    private volatile long padding;
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

    /**
     * @param ownKey the id of the key that may take on the role
     * @param role its ARN
     * @param ofRole what it gives
     */
    public TokenService(String ownKey, String role, AwsKey ofRole) {
        this.ownKey = ownKey;
        this.role = role;
        this.ofRole = ofRole;
        this.endpoint = new HttpEndpoint("sts", this::answer);
    }

    /** Its address, for the system property {@code aws.endpointUrlSts}. */
    public URI uri() {
        return endpoint.uri("");
    }

    /** From now on so many blanks come before what it says. */
    public TokenService flooding(long blanks) {
        padding = blanks;
        return this;
    }

    /** The parameters of every request, in order. */
    public List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> parameters = Arrays.stream(body.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        asked.add(parameters);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean may = authorization.contains("Credential=" + ownKey + "/")
                && "AssumeRole".equals(parameters.get("Action"))
                && role.equals(parameters.get("RoleArn"))
                && parameters.getOrDefault("RoleSessionName", "").matches("[\\w+=,.@-]{2,64}");
        byte[] answer = (may ? credentials() : refusal(parameters.get("RoleArn"))).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(may ? 200 : 403, padding > 0 ? 0 : answer.length);
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        for (long left = padding; left > 0; left -= blanks.length) {
            exchange.getResponseBody().write(blanks, 0, (int) Math.min(left, blanks.length));
        }
        exchange.getResponseBody().write(answer);
    }

    private String credentials() {
        return """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleResult>
                    <AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>AROATEST:session</AssumedRoleId></AssumedRoleUser>
                    <Credentials>
                      <AccessKeyId>%s</AccessKeyId>
                      <SecretAccessKey>%s</SecretAccessKey>
                      <SessionToken>%s</SessionToken>
                      <Expiration>2099-01-01T00:00:00Z</Expiration>
                    </Credentials>
                  </AssumeRoleResult>
                  <ResponseMetadata><RequestId>c6104cbe</RequestId></ResponseMetadata>
                </AssumeRoleResponse>""".formatted(role, ofRole.id(), ofRole.secret(), ofRole.sessionToken());
    }

    private static String refusal(String role) {
        return """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>AccessDenied</Code>
                    <Message>User is not authorized to perform: sts:AssumeRole on resource: %s</Message></Error>
                  <RequestId>c6104cbe</RequestId>
                </ErrorResponse>""".formatted(role);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
