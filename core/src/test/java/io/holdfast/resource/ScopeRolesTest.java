package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The roles of a set of scopes, made once for all principals that have them. */
final class ScopeRolesTest {
    private static final String ISSUER = "https://login.example.com";

    private final ScopeRoles roles = new ScopeRoles(ISSUER, "SCOPE_");

    /** True if the roles of two principals with these scopes are one object, which their callers cannot see. */
    private boolean areKept(Set<String> scopes) throws Exception {
        AccessTokenPrincipal first = roles.principal("a", scopes);
        AccessTokenPrincipal second = roles.principal("b", scopes);
        AccessTokenPrincipal third = roles.principal("c", scopes);
        assertThat(first.roles()).isEqualTo(second.roles()).hasSameSizeAs(scopes);
        assertThat(second.getName()).isEqualTo("b");
        assertThat(third.issuer()).isEqualTo(ISSUER);
        Field own = AccessTokenPrincipal.class.getDeclaredField("roles");
        own.setAccessible(true);
        return own.get(second) == own.get(third);
    }

    private static Set<String> numbered(int scopes) {
        String[] words = new String[scopes];
        Arrays.setAll(words, Integer::toString);
        return new LinkedHashSet<>(Arrays.asList(words));
    }

    @Test
    @DisplayName("S-79 a scope becomes a role with the prefix, and a principal is its name, issuer and roles")
    void makesRoles() {
        AccessTokenPrincipal principal = roles.principal("server-a", Set.of("orders:read"));

        assertThat(principal.roles()).containsExactly("SCOPE_orders:read");
        assertThat(principal.hasRole("SCOPE_orders:read")).isTrue();
        assertThat(principal.hasRole("orders:read")).isFalse();
        assertThat(principal.hasRole(null)).isFalse();
        assertThat(principal).hasToString("server-a").hasSameHashCodeAs(roles.principal("server-a", Set.of()));
        assertThat(principal)
                .isEqualTo(roles.principal("server-a", Set.of("orders:read")))
                .isNotEqualTo(roles.principal("server-b", Set.of("orders:read")))
                .isNotEqualTo(roles.principal("server-a", Set.of("orders:write")))
                .isNotEqualTo(new ScopeRoles("https://other.example.com", "SCOPE_")
                        .principal("server-a", Set.of("orders:read")));
    }

    @Test
    @DisplayName("roles of up to 64 scopes and 1,024 characters are kept, others made each time")
    void boundsWhatIsKept() throws Exception {
        assertThat(areKept(numbered(64))).isTrue();
        assertThat(areKept(numbered(65))).isFalse();
        assertThat(areKept(Set.of("s".repeat(1024)))).isTrue();
        assertThat(areKept(Set.of("s".repeat(1025)))).isFalse();
    }

    @Test
    @DisplayName("another set that takes a place does not get the roles of the one before")
    void mixesNothingUp() {
        for (int i = 0; i < 5_000; i++) {
            Set<String> scopes = Set.of("scope" + i);
            assertThat(roles.principal("a", scopes).roles()).containsExactly("SCOPE_scope" + i);
            assertThat(roles.principal("a", scopes).roles()).containsExactly("SCOPE_scope" + i);
        }
    }
}
