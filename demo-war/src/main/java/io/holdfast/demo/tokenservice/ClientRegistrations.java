package io.holdfast.demo.tokenservice;

import io.holdfast.config.SettingsException;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** @throws SettingsException with every problem of every client in the file */
    static ClientRegistrations load(Path file, ClientAuthorities authorities) throws SettingsException {
        try {
            return parse(Files.readAllBytes(file), authorities);
        } catch (IOException e) {
            throw new SettingsException(
                    Collections.singletonList("The clients file " + file + " cannot be read: " + e));
        }
    }

    static ClientRegistrations parse(byte[] json, ClientAuthorities authorities) throws SettingsException {
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
            throw new SettingsException(problems);
        }
        return new ClientRegistrations(clients);
    }

    private static List<?> clientsIn(byte[] json, List<String> problems) {
        try {
            Object clients = StrictJson.parseObject(json).get("clients");
            if (clients instanceof List && !((List<?>) clients).isEmpty()) {
                return (List<?>) clients;
            }
            problems.add("The clients file names no clients. Write {\"clients\": [ {\"client_id\": …}, … ]}.");
        } catch (MalformedJsonException e) {
            problems.add("The clients file is not JSON: " + e.getMessage());
        }
        return Collections.emptyList();
    }

    Optional<RegisteredClient> client(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    Collection<RegisteredClient> all() {
        return clients.values();
    }
}
