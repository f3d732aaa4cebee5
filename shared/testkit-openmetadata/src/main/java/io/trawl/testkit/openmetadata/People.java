package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Users and teams. */
final class People {

    final Map<String, UUID> users = new ConcurrentHashMap<>();
    final Map<String, UUID> teams = new ConcurrentHashMap<>();

    Api.Reply route(String path, Api.Caller caller) throws Refusal {
        if (path.equals("users/loggedInUser")) {
            ObjectNode user = Api.reference(
                    UUID.nameUUIDFromBytes(caller.name().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    "user",
                    caller.name(),
                    caller.name());
            return Api.ok(user.put("isBot", caller.bot()));
        }
        boolean user = path.startsWith("users/name/");
        if (!user && !path.startsWith("teams/name/")) {
            throw Refusal.of(404, "HTTP 404 Not Found");
        }
        String name = Api.decode(path.substring("users/name/".length()));
        UUID id = (user ? users : teams).get(name);
        if (id == null) {
            throw Refusal.of(404, (user ? "user" : "team") + " instance for " + name + " not found");
        }
        return Api.ok(Api.reference(id, user ? "user" : "team", name, name));
    }
}
