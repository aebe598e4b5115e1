package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.client.TestRegistrations.RESOURCES;
import static io.holdfast.tokenservice.client.TestRegistrations.client;
import static io.holdfast.tokenservice.client.TestRegistrations.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registrations file may say of resources, of users, and of clients that refer to them. */
class ResourceRegistrationTest {
    private static TestRegistrations registrations;

    @BeforeAll
    static void prepare(@TempDir Path directory) throws Exception {
        registrations = new TestRegistrations(directory);
    }

    @Test
    @DisplayName("A-25 a resource has its URI, its name in aud and its scopes")
    void readsResources() throws Exception {
        RegisteredResources resources =
                registrations.parse(file(RESOURCES, client("none"))).resources();

        assertThat(resources.all())
                .extracting(RegisteredResource::resource)
                .containsExactly("https://a.example/orders", "urn:example:invoices");
        assertThat(resources.all())
                .extracting(RegisteredResource::audience)
                .containsExactly("orders", "urn:example:invoices");
        assertThat(resources.all().iterator().next().scopes()).containsExactly("orders:read", "orders:write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "/orders", "//a.example/orders", "https://a.example#x", "https://a.example/#", "a b:c"
            })
    @DisplayName("A-25 a resource is an absolute URI without a fragment")
    void refusesOtherResources(String uri) {
        assertThat(registrations.problems(file(List.of(Map.of("resource", uri)), client("none"))))
                .singleElement()
                .asString()
                .contains("Resource '" + uri + "', resource", "absolute URI without a fragment", "write");
    }

    @Test
    @DisplayName("A-25 every problem of every resource is told")
    void tellsEveryProblemOfResources() {
        List<Object> resources = List.of(
                Map.of("resource", "urn:a", "audience", ""),
                Map.of("resource", 1, "scopes", "x"),
                Map.of("audience", "b", "scope", List.of("x")),
                "urn:d",
                Map.of("resource", "urn:e"),
                Map.of("resource", "urn:e"));

        assertThat(registrations.problems(file(resources, client("none"))))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("'urn:a', audience", "leave it out"),
                        problem -> assertThat(problem).contains("number 2, scopes", "not known"),
                        problem -> assertThat(problem).contains("number 2, resource", "not a text"),
                        problem -> assertThat(problem).contains("number 3, resource", "missing"),
                        problem -> assertThat(problem).contains("number 3, scope", "separated by spaces"),
                        problem -> assertThat(problem).contains("number 4, resource", "missing"),
                        problem -> assertThat(problem).contains("'urn:e', resource", "earlier resource"));
    }

    @Test
    @DisplayName("A-25 there is at least one resource, and no unknown member of the file")
    void needsAResource() {
        String file = JsonUtil.toJson(Map.of("resource", RESOURCES, "clients", List.of(client("none"))));

        assertThat(registrations.problems(file))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .contains("resource: is not known here", "resources, clients, users"),
                        problem -> assertThat(problem).contains("names no resources", "Write"));
    }

    @Test
    @DisplayName("A-25 a client's scopes and protected resources are those of resources")
    void refusesUnknownScopesAndResources() {
        Map<String, Object> client = client("none");
        client.put("scope", "orders:read admin");
        client.put("protected_resources", List.of("urn:example:invoices", "orders"));

        assertThat(registrations.problems(client))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("scope", "'admin' is a scope of no resource"),
                        problem -> assertThat(problem).contains("protected_resources", "'orders' is no resource"));
    }

    @Test
    @DisplayName("A-25 a resource without scopes takes any")
    void takesAnyScopeOfAnOpenResource() throws Exception {
        Map<String, Object> client = client("none");
        client.put("scope", "whatever");

        assertThat(registrations
                        .parse(file(List.of(Map.of("resource", "urn:open")), client))
                        .client("a"))
                .get()
                .extracting(RegisteredClient::scopes)
                .asString()
                .isEqualTo("[whatever]");
    }

    @Test
    @DisplayName("A-26 no user has a client's id, and each has a name of its own")
    void refusesUsersThatCouldBeTakenForOthers() {
        Map<String, Object> file = new LinkedHashMap<>(Map.of(
                "resources", RESOURCES, "clients", List.of(client("none")), "users", List.of("a", "bob", "bob")));

        assertThat(registrations.problems(JsonUtil.toJson(file)))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("users", "twice"),
                        problem -> assertThat(problem).contains("users", "'a' is a client's id", "rename"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "al\"ice", "al\\ice", "älice", "ali\nce"})
    @DisplayName("A-26 a user's name is printable")
    void refusesOtherUsers(String user) {
        String file = JsonUtil.toJson(
                Map.of("resources", RESOURCES, "clients", List.of(client("none")), "users", List.of("bob", user)));

        assertThat(registrations.problems(file)).singleElement().asString().contains("users", "printable");
    }

    @Test
    @DisplayName("A-26 users are read in their order, and there need not be any")
    void readsUsers() throws Exception {
        String file = JsonUtil.toJson(
                Map.of("resources", RESOURCES, "clients", List.of(client("none")), "users", List.of("bob", "alice")));

        assertThat(registrations.parse(file).users()).containsExactly("bob", "alice");
        assertThat(registrations.parse(file(RESOURCES, client("none"))).users()).isEmpty();
        assertThat(registrations.problems(file.replace("[\"bob\",\"alice\"]", "\"bob\"")))
                .singleElement()
                .asString()
                .contains("users", "list");
    }
}
