package io.holdfast.tokenservice.client;

import io.holdfast.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The protected resources, clients and users that the token service knows. Immutable.
 *
 * <p>They come from one JSON file, {@code {"resources": [ … ], "clients": [ … ], "users": [ … ]}}, in which a client has
 * the members of RFC 7591 §2 and RFC 8705 §2.1.2. Whoever writes that file names the clients; no client chooses its own
 * id.
 */
public final class Registrations {
    private final RegisteredResources resources;
    private final Map<String, RegisteredClient> clients;
    private final Set<String> users;

    Registrations(RegisteredResources resources, Map<String, RegisteredClient> clients, Collection<String> users) {
        this.resources = resources;
        this.clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
        this.users = Collections.unmodifiableSet(new LinkedHashSet<>(users));
    }

    /**
     * Reads the registrations file.
     *
     * @throws SettingsException with every problem of the file
     */
    public static Registrations load(Path file, ClientAuthorities authorities) throws SettingsException {
        try {
            return parse(Files.readAllBytes(file), authorities);
        } catch (IOException e) {
            throw new SettingsException(Collections.singletonList(
                    "The registrations file " + file + " cannot be read: " + e + ". Put it there, or name another."));
        }
    }

    /**
     * Reads what a registrations file holds.
     *
     * @param json the file's bytes, UTF-8
     * @throws SettingsException with every problem of the file
     */
    public static Registrations parse(byte[] json, ClientAuthorities authorities) throws SettingsException {
        List<String> problems = new ArrayList<>();
        Map<?, ?> file = Collections.emptyMap();
        try {
            file = StrictJson.parseObject(json);
        } catch (MalformedJsonException e) {
            problems.add("The registrations file is not JSON: " + e.getMessage());
        }
        Map<String, RegisteredClient> clients = new LinkedHashMap<>();
        int position = 0;
        for (Object entry : clientsIn(file, problems)) {
            position++;
            ClientMetadata metadata = new ClientMetadata(entry, position, problems);
            RegisteredClient client = metadata.read(authorities);
            if (client != null && clients.put(client.id(), client) != null) {
                metadata.problem("client_id", "is taken by an earlier client; give each its own");
            }
        }
        List<RegisteredResource> resources = resourcesIn(file);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        Collection<String> users = new LinkedHashSet<>();
        if (file.get("users") instanceof List) {
            ((List<?>) file.get("users")).forEach(user -> users.add(String.valueOf(user)));
        }
        return new Registrations(new RegisteredResources(resources), clients, users);
    }

    private static List<?> clientsIn(Map<?, ?> file, List<String> problems) {
        Object clients = file.get("clients");
        if (clients instanceof List && !((List<?>) clients).isEmpty()) {
            return (List<?>) clients;
        }
        if (problems.isEmpty()) {
            problems.add("The registrations file names no clients. Write {\"clients\": [ {\"client_id\": …}, … ]}.");
        }
        return Collections.emptyList();
    }

    // TODO(registrations): strict reading with problems, scopes, users
    private static List<RegisteredResource> resourcesIn(Map<?, ?> file) {
        List<RegisteredResource> resources = new ArrayList<>();
        Object list = file.get("resources");
        for (Object entry : list instanceof List ? (List<?>) list : Collections.emptyList()) {
            Map<?, ?> members = (Map<?, ?>) entry;
            String resource = String.valueOf(members.get("resource"));
            Object audience = members.get("audience");
            resources.add(new RegisteredResource(
                    resource,
                    audience instanceof String ? (String) audience : resource,
                    new LinkedHashSet<>(java.util.Arrays.asList(
                            String.valueOf(members.get("scope")).split(" ")))));
        }
        return resources;
    }

    /** The client of this id. */
    public Optional<RegisteredClient> client(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    /** All clients, in the order of the file. */
    public Collection<RegisteredClient> clients() {
        return clients.values();
    }

    public RegisteredResources resources() {
        return resources;
    }

    /** The names of the people who can log in at the authorization endpoint; none of them is a client's id. */
    public Set<String> users() {
        return users;
    }
}
