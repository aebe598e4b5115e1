package io.holdfast.demo.tokenservice;

import io.holdfast.demo.DemoConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The clients of the token service, by id. Immutable.
 *
 * <p>They come from one JSON file, {@code {"clients": [ … ]}}, in which a client has the members of RFC 7591 §2 and RFC
 * 8705 §2.1.2. Whoever writes that file names the clients; no client chooses its own id.
 */
final class ClientRegistrations {
    private final Map<String, RegisteredClient> clients;

    private ClientRegistrations(Map<String, RegisteredClient> clients) {
        this.clients = clients;
    }

    /** @throws DemoConfigurationException with every problem of every client in the file */
    static ClientRegistrations load(Path file, ClientAuthorities authorities) throws DemoConfigurationException {
        try {
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), authorities);
        } catch (IOException e) {
            throw new DemoConfigurationException(
                    Collections.singletonList("The clients file " + file + " cannot be read: " + e));
        }
    }

    static ClientRegistrations parse(String json, ClientAuthorities authorities) throws DemoConfigurationException {
        List<String> problems = new ArrayList<>();
        Map<String, RegisteredClient> clients = new LinkedHashMap<>();
        int position = 0;
        for (Object entry : clientsIn(json, problems)) {
            position++;
            ClientMetadata metadata = new ClientMetadata(entry, position, problems);
            RegisteredClient client = metadata.read(authorities);
            if (client != null && clients.put(client.id(), client) != null) {
                metadata.problem("client_id", "is taken by an earlier client; give each its own");
            }
        }
        if (!problems.isEmpty()) {
            throw new DemoConfigurationException(problems);
        }
        return new ClientRegistrations(clients);
    }

    private static List<?> clientsIn(String json, List<String> problems) {
        Object clients = membersOf(json).get("clients");
        if (clients instanceof List && !((List<?>) clients).isEmpty()) {
            return (List<?>) clients;
        }
        problems.add("The clients file is not JSON of the form {\"clients\": [ {\"client_id\": …}, … ]} "
                + "with at least one client and no member twice.");
        return Collections.emptyList();
    }

    private static Map<String, ? extends @Nullable Object> membersOf(String json) {
        try {
            return JsonUtil.parseJson(json);
        } catch (JoseException e) {
            return Collections.emptyMap();
        }
    }

    Optional<RegisteredClient> client(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    Collection<RegisteredClient> all() {
        return clients.values();
    }
}
