package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code trawl check} says of the server. */
final class ServerCheck {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int OLDEST = 1_005;
    private static final int NEWEST = 1_013;

    private ServerCheck() {}

    /**
     * Later lines are left out once one fails that they need.
     *
     * @param address of the server
     */
    static List<Check> run(Client client, ItemWriter items, String address) {
        List<Check> checks = new ArrayList<>();
        String name = "sink server";
        try {
            String version =
                    client.json(Call.get("/system/version")).path("version").asText("?");
            checks.add(Check.passed(name, address + ": OpenMetadata " + version + warning(version)));
            name = "sink token";
            JsonNode user = client.json(Call.get("/users/loggedInUser"));
            boolean bot = user.path("isBot").asBoolean();
            checks.add(Check.passed(
                    name,
                    (bot ? "bot " : "user ")
                            + user.path("name").asText("?")
                            + (bot ? "" : " (warning: not a bot, so descriptions people wrote are overwritten)")));
            name = "sink bulk";
            checks.add(Check.passed(
                    name, items.probeBulk() ? "bulk writes" : "no bulk writes, entities are written one by one"));
        } catch (ApiException e) {
            checks.add(Check.failed(name, e.kind, address + ": " + e.getMessage()));
        }
        return checks;
    }

    private static String warning(String version) {
        Matcher matcher = VERSION.matcher(version);
        int number = matcher.matches()
                        && matcher.group(1).length() < 4
                        && matcher.group(2).length() < 4
                ? Integer.parseInt(matcher.group(1)) * 1_000 + Integer.parseInt(matcher.group(2))
                : 0;
        return number < OLDEST || number > NEWEST ? " (warning: tried with 1.5 to 1.13 only)" : "";
    }
}
