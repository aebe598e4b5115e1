package io.holdfast.tokenservice.client;

import io.holdfast.config.SettingsException;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.TokenSyntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a registrations file holds, and collects every problem of it. Used once. */
final class RegistrationsFile {
    private static final int LONGEST_USER = 100;

    private final List<String> problems = new ArrayList<>();

    /** @throws SettingsException with every problem of the file */
    Registrations read(byte[] json, ClientAuthorities authorities) throws SettingsException {
        Map<String, Object> file;
        try {
            file = StrictJson.parseObject(json);
        } catch (MalformedJsonException e) {
            throw new SettingsException(
                    Collections.singletonList("The registrations file is not JSON: " + e.getMessage()));
        }
        Members members = new Members(file, "The registrations file", problems);
        members.refuseOthersThan(Arrays.asList("resources", "clients", "users"));
        RegisteredResources resources = resources(file);
        Map<String, RegisteredClient> clients = clients(file, resources, authorities);
        Set<String> users = users(members, clients.keySet());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Registrations(resources, clients, users);
    }

    private RegisteredResources resources(Map<String, Object> file) {
        List<RegisteredResource> resources = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        int position = 0;
        for (Object entry : entries(file, "resources", "{\"resource\": \"https://api.example/orders\"}")) {
            String name = "Resource " + Members.nameOf(entry, "resource", ++position);
            Members members = new Members(entry, name, problems);
            RegisteredResource resource = ResourceMetadata.read(members);
            if (resource != null) {
                resources.add(resource);
                if (!taken.add(resource.resource())) {
                    members.problem("resource", "is taken by an earlier resource; give each its own");
                }
            }
        }
        return new RegisteredResources(resources);
    }

    private Map<String, RegisteredClient> clients(
            Map<String, Object> file, RegisteredResources resources, ClientAuthorities authorities) {
        Map<String, RegisteredClient> clients = new LinkedHashMap<>();
        int position = 0;
        for (Object entry : entries(file, "clients", "{\"client_id\": …}")) {
            String name = "Client " + Members.nameOf(entry, "client_id", ++position);
            Members members = new Members(entry, name, problems);
            RegisteredClient client = new ClientMetadata(members, resources).read(authorities);
            if (client != null && clients.put(client.id(), client) != null) {
                members.problem("client_id", "is taken by an earlier client; give each its own");
            }
        }
        return clients;
    }

    private List<?> entries(Map<String, Object> file, String member, String example) {
        Object list = file.get(member);
        if (list instanceof List && !((List<?>) list).isEmpty()) {
            return (List<?>) list;
        }
        problems.add(
                "The registrations file names no " + member + ". Write {\"" + member + "\": [ " + example + ", … ]}.");
        return Collections.emptyList();
    }

    private Set<String> users(Members members, Set<String> clientIds) {
        Set<String> users = members.texts("users", "write [\"alice\", \"bob\"] or leave it out");
        Object list = members.value("users");
        if (list instanceof List && ((List<?>) list).size() > users.size()) {
            members.problem("users", "has a name twice, or something else than a name; write each once");
        }
        for (String user : users) {
            boolean good = !user.trim().isEmpty() && user.length() <= LONGEST_USER && TokenSyntax.isQuotable(user);
            if (!good) {
                members.problem(
                        "users",
                        "'" + user + "' is not a name of 1 to " + LONGEST_USER
                                + " printable ASCII characters without quotes and backslashes; write another");
            }
            if (clientIds.contains(user)) {
                members.problem(
                        "users",
                        "'" + user + "' is a client's id, and sub could mean either (RFC 9068 §5); rename one of them");
            }
        }
        return users;
    }
}
