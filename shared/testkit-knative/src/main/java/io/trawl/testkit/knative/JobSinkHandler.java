package io.trawl.testkit.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The sink's address (ServeHTTP in cmd/jobsink/main.go): 400 for anything but the POST of one valid event to {@code
 * /namespace/name}; else what {@link Jobs} says, with the Location of the Job. The status query there is by GET is not
 * offered.
 */
final class JobSinkHandler implements HttpHandler {

    private final Jobs jobs;
    private final String path;
    private final String name;

    JobSinkHandler(Jobs jobs, String path, String name) {
        this.jobs = jobs;
        this.path = path;
        this.name = name;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(answer(exchange, body), -1);
    }

    private int answer(HttpExchange exchange, byte[] body) {
        String asked = exchange.getRequestURI().getRawPath().replaceFirst("/$", "");
        if (!exchange.getRequestMethod().equals("POST") || !asked.equals(path)) {
            return 400;
        }
        try {
            CloudEvent event = EventBinding.read(EventBinding.headers(exchange.getRequestHeaders()), body);
            int status = jobs.accept(event);
            if (status == 202) {
                exchange.getResponseHeaders().set("Location", location(event));
            }
            return status;
        } catch (InvalidEventException e) {
            return 400;
        }
    }

    private String location(CloudEvent event) {
        return "/namespaces/" + KnativeBroker.NAMESPACE + "/name/" + name + "/sources/"
                + escaped(event.getSource().toString()) + "/ids/" + escaped(event.getId());
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
