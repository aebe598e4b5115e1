package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.tokenservice.http.OAuthError;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisteredResourcesTest {
    private static final String ORDERS = "https://a.example/orders";
    private static final String INVOICES = "urn:example:invoices";
    private static final String STOCK = "https://a.example/stock";
    private static final RegisteredResources RESOURCES = new RegisteredResources(List.of(
            new RegisteredResource(ORDERS, "orders", Set.of("orders:read", "read")),
            new RegisteredResource(INVOICES, INVOICES, Set.of("invoices:read", "read")),
            new RegisteredResource(STOCK, "orders", Set.of("stock:read"))));

    @Test
    @DisplayName("A-25 a client gets no token for a resource where none of its scopes belongs")
    void refusesAResourceOfOtherScopes() {
        assertThat(error(List.of(INVOICES), null, "orders:read")).isEqualTo(OAuthError.INVALID_SCOPE);
    }

    @Test
    @DisplayName("A-25 resource sets the audience, and repeated ones collapse")
    void takesTheNamedResources() throws Exception {
        Target target = RESOURCES.target(List.of(STOCK, INVOICES, STOCK), Optional.empty(), scopes("stock:read read"));

        assertThat(target.resources()).containsExactly(STOCK, INVOICES);
        assertThat(target.audience()).containsExactly("orders", INVOICES);
        assertThat(target.scopes()).containsExactly("stock:read", "read");
        assertThat(RESOURCES
                        .target(List.of(ORDERS, STOCK), Optional.empty(), Set.of())
                        .audience())
                .containsExactly("orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "/orders", "https://a.example/orders#a", "https://a.example/orders/", "urn:other", ""})
    @DisplayName("A-25 an unknown, relative or fragment-carrying resource gives invalid_target")
    void refusesOtherResources(String resource) {
        assertThat(error(List.of(ORDERS, resource), null, "orders:read")).isEqualTo(OAuthError.INVALID_TARGET);
    }

    @Test
    @DisplayName("A-25 without resource the scopes say which it is")
    void takesTheResourceOfTheScopes() throws Exception {
        assertThat(target("invoices:read", "orders:read invoices:read").resources())
                .containsExactly(INVOICES);
        assertThat(target("invoices:read read", "invoices:read read").resources())
                .containsExactly(INVOICES);
        assertThat(target("read", "orders:read read").resources()).containsExactly(ORDERS);
        assertThat(target("stock:read stock:read", "stock:read").scopes()).containsExactly("stock:read");
    }

    @Test
    @DisplayName("A-25 scopes of different default resources give invalid_scope")
    void refusesScopesOfDifferentResources() {
        assertThat(error(List.of(), "orders:read invoices:read", "orders:read invoices:read"))
                .isEqualTo(OAuthError.INVALID_SCOPE);
    }

    @Test
    @DisplayName("A-25 without resource and scope it is the first where the client has a scope")
    void takesTheDefault() throws Exception {
        assertThat(target(null, "orders:read invoices:read").resources()).containsExactly(ORDERS);
        assertThat(target(null, "orders:read invoices:read").scopes()).containsExactly("orders:read");
        assertThat(target(null, "stock:read").resources()).containsExactly(STOCK);
        assertThat(target(null, "").resources()).containsExactly(ORDERS);
        assertThat(target(null, "").scopes()).isEmpty();
    }

    @Test
    @DisplayName(
            "A-25 a scope that does not belong to the named resource gives invalid_scope, and is not granted unasked")
    void refusesScopesOfAnotherResource() throws Exception {
        assertThat(error(List.of(ORDERS), "invoices:read", "orders:read invoices:read"))
                .isEqualTo(OAuthError.INVALID_SCOPE);
        assertThat(RESOURCES
                        .target(List.of(INVOICES), Optional.empty(), scopes("orders:read invoices:read"))
                        .scopes())
                .containsExactly("invoices:read");
        assertThat(RESOURCES
                        .target(
                                List.of(ORDERS, INVOICES),
                                Optional.of("invoices:read orders:read"),
                                scopes("orders:read invoices:read"))
                        .scopes())
                .containsExactly("invoices:read", "orders:read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoices:read", "orders:read ", " orders:read", "orders:read  read", "ORDERS:READ", "\""})
    @DisplayName("A-25 no more is granted than is allowed")
    void narrows(String scope) {
        assertThat(error(List.of(), scope, "orders:read read")).isEqualTo(OAuthError.INVALID_SCOPE);
    }

    @Test
    @DisplayName("A-25 a resource that takes any scope comes after one that names it")
    void prefersTheResourceThatNamesTheScope() throws Exception {
        RegisteredResources resources = new RegisteredResources(List.of(
                new RegisteredResource("urn:any", "urn:any", Set.of()),
                new RegisteredResource(ORDERS, "orders", Set.of("orders:read"))));
        Set<String> allowed = scopes("orders:read other");

        assertThat(resources
                        .target(List.of(), Optional.of("orders:read"), allowed)
                        .resources())
                .containsExactly(ORDERS);
        assertThat(resources
                        .target(List.of(), Optional.of("orders:read other"), allowed)
                        .resources())
                .containsExactly("urn:any");
        assertThat(resources
                        .target(List.of("urn:any"), Optional.empty(), allowed)
                        .scopes())
                .containsExactly("orders:read", "other");
    }

    private static Target target(String scope, String allowed) throws OAuthErrorException {
        return RESOURCES.target(List.of(), Optional.ofNullable(scope), scopes(allowed));
    }

    private static OAuthError error(List<String> resources, String scope, String allowed) {
        return catchThrowableOfType(
                        OAuthErrorException.class,
                        () -> RESOURCES.target(resources, Optional.ofNullable(scope), scopes(allowed)))
                .error();
    }

    private static Set<String> scopes(String text) {
        return text.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(text.split(" ")));
    }
}
