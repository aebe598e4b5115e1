package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class DiscoveredJwksUriTest {
    private static final String ISSUER = "https://login.example.com";

    private final AtomicInteger asked = new AtomicInteger();
    private volatile String place = "https://login.example.com/jwks";

    private final DiscoveredJwksUri uri = new DiscoveredJwksUri(ISSUER, new MetadataDiscovery(address -> {
        asked.incrementAndGet();
        return "{\"issuer\":\"" + ISSUER + "\",\"jwks_uri\":\"" + place + "\"}";
    }));

    @Test
    @DisplayName("S-86 asks for the metadata once and remembers the place")
    void remembersThePlace() throws Exception {
        assertThat(uri.uri()).isEqualTo(URI.create("https://login.example.com/jwks"));
        assertThat(uri.uri()).isEqualTo(URI.create("https://login.example.com/jwks"));
        assertThat(asked).hasValue(1);
    }

    @Test
    @DisplayName("S-86 asks anew when the place has stopped answering, and finds where the keys have moved")
    void asksAnewWhenForgotten() throws Exception {
        uri.uri();
        place = "https://keys.example.com/jwks";

        uri.forget();

        assertThat(uri.uri()).isEqualTo(URI.create("https://keys.example.com/jwks"));
    }
}
