package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.SettableClock;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class DiscoveredKeysPlaceTest {
    private static final String ISSUER = "https://login.example.com";

    private static final URI FIRST = URI.create("https://login.example.com/jwks");
    private static final URI MOVED = URI.create("https://keys.example.com/jwks");

    private final SettableClock clock = SettableClock.atPresent();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile URI place = FIRST;
    private volatile String says = ISSUER;
    private volatile boolean down;

    private final DiscoveredEndpoint uri = DiscoveredEndpoint.ofKeys(
            ISSUER,
            new MetadataDiscovery(address -> {
                asked.incrementAndGet();
                if (down) {
                    throw new AuthorizationServerException("no answer", new ConnectException());
                }
                return "{\"issuer\":\"" + says + "\",\"jwks_uri\":\"" + place + "\"}";
            }),
            clock.ticker());

    @Test
    @DisplayName("S-86 asks for the metadata once and remembers the place for an hour")
    void remembersThePlace() throws Exception {
        assertThat(uri.uri()).isEqualTo(FIRST);
        place = MOVED;
        clock.advance(Duration.ofMinutes(59));
        assertThat(uri.uri()).isEqualTo(FIRST);
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(uri.uri()).isEqualTo(MOVED);
        assertThat(asked).hasValue(2);
    }

    @Test
    @DisplayName("S-86 asks anew when the place has stopped answering, and finds where the keys have moved")
    void asksAnewWhenForgotten() throws Exception {
        uri.uri();
        place = MOVED;

        uri.forget();

        assertThat(uri.uri()).isEqualTo(MOVED);
        assertThat(uri.uri()).isEqualTo(MOVED);
        assertThat(asked).hasValue(2);
    }

    @Test
    @DisplayName("S-86 E11 metadata that cannot be read again do not take good keys away, and are asked once a minute")
    void goesOnWithThePlace() throws Exception {
        uri.uri();
        down = true;
        for (int second = 0; second < 3 * 60; second++) {
            uri.forget();
            assertThat(uri.uri()).isEqualTo(FIRST);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(asked).hasValue(1 + 3);

        down = false;
        place = MOVED;
        clock.advance(Duration.ofMinutes(1));
        assertThat(uri.uri()).isEqualTo(MOVED);
    }

    @Test
    @DisplayName("S-86 does not follow metadata of another issuer, and does without new ones for a day at most")
    void boundsWhatItRemembers() throws Exception {
        uri.uri();
        says = "https://thief.example";
        place = MOVED;
        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(uri.uri()).isEqualTo(FIRST);

        clock.advance(Duration.ofSeconds(1));
        assertThatExceptionOfType(AuthorizationServerException.class).isThrownBy(uri::uri);
    }

    @Test
    @DisplayName("S-86 E11 knows no place before the metadata have been read once")
    void knowsNoPlaceAtFirst() throws Exception {
        down = true;
        assertThatExceptionOfType(AuthorizationServerException.class).isThrownBy(uri::uri);
        uri.forget();
        down = false;
        assertThat(uri.uri()).isEqualTo(FIRST);
    }
}
