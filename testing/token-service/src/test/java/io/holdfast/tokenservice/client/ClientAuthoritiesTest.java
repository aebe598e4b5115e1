package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientAuthoritiesTest {
    private static final TestPki PKI = TestPki.create();
    private final Instant now = Instant.now();

    @TempDir
    private Path directory;

    @Test
    @DisplayName("A-8 the believed authorities are exactly those of the file")
    void believesTheFileAlone() throws Exception {
        X509Certificate first = PKI.authority().certificate();
        X509Certificate second = PKI.secondAuthority().certificate();

        assertThat(load(Clock.systemUTC(), PKI.authority()).accepted()).containsExactly(first);
        assertThat(load(Clock.systemUTC(), PKI.authority(), PKI.secondAuthority())
                        .accepted())
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    @DisplayName("A-7 an expired authority is not loaded, nor one that is not valid yet")
    void loadsNoInvalidAnchor() {
        TestIdentity expired = authority("CN=Expired")
                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofMinutes(1)))
                .build();
        TestIdentity future = authority("CN=Future")
                .valid(now.plus(Duration.ofHours(1)), now.plus(Duration.ofDays(2)))
                .build();

        for (TestIdentity invalid : new TestIdentity[] {expired, future}) {
            assertThatThrownBy(() -> load(Clock.systemUTC(), PKI.authority(), invalid))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining(
                            invalid.certificate().getSubjectX500Principal().toString())
                    .hasMessageContaining("valid only from")
                    .hasMessageContaining(
                            invalid.certificate().getNotAfter().toInstant().toString());
        }
    }

    @Test
    @DisplayName("A-7 an authority that expires while the server runs is believed no longer, the others are")
    void forgetsAnAnchorThatExpires() throws Exception {
        TestIdentity shortLived = authority("CN=Short-lived")
                .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofHours(1)))
                .build();
        TestIdentity ofShortLived =
                PKI.identity("CN=client").issuedBy(shortLived).build();
        SettableClock clock = SettableClock.at(now);
        ClientAuthorities both = load(clock, shortLived, PKI.authority());
        ClientAuthorities alone = load(clock, shortLived);
        assertThat(objection(both, ofShortLived)).isEmpty();
        assertThat(objection(alone, ofShortLived)).isEmpty();

        clock.set(now.plus(Duration.ofHours(2)));

        assertThat(objection(both, ofShortLived)).isPresent();
        assertThat(objection(both, PKI.serverA())).isEmpty();
        assertThat(objection(alone, ofShortLived)).get().asString().contains("all our authorities have expired");
    }

    @Test
    @DisplayName("A-7 a chain over a good intermediate authority is valid, over an expired one it is not")
    void checksIntermediates() throws Exception {
        ClientAuthorities authorities = load(Clock.systemUTC(), PKI.authority());
        TestIdentity good =
                authority("CN=Intermediate").issuedBy(PKI.authority()).build();
        TestIdentity expired = authority("CN=Intermediate")
                .issuedBy(PKI.authority())
                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofMinutes(1)))
                .build();

        assertThat(objection(
                        authorities, PKI.identity("CN=client").issuedBy(good).build()))
                .isEmpty();
        assertThat(objection(
                        authorities, PKI.identity("CN=client").issuedBy(expired).build()))
                .get()
                .asString()
                .contains("validity check failed");
    }

    private static CertificateBuilder authority(String name) {
        return PKI.identity(name).selfSigned().authority();
    }

    private static Optional<String> objection(ClientAuthorities authorities, TestIdentity client) {
        return authorities.objectionTo(client.chain());
    }

    private ClientAuthorities load(Clock clock, TestIdentity... authorities) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (TestIdentity authority : authorities) {
            pem.append(Files.readString(authority.writePemCertificates(directory, "one")));
        }
        return ClientAuthorities.load(Files.writeString(directory.resolve("authorities.pem"), pem), clock);
    }
}
