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
        return new RegistrationsFile().read(json, authorities);
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
