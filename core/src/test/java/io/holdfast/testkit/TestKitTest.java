package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measure itself must be right before it measures. */
class TestKitTest {

    private final TestPki pki = TestPki.create();

    @Test
    @DisplayName("S-44 the kit's thumbprint of the RFC 8705 Appendix A certificate is the one printed there")
    void computesTheThumbprintThatTheRfcPrints() {
        assertThat(TestIdentity.thumbprintOf(RfcVectors.appendixACertificate()))
                .isEqualTo(RfcVectors.APPENDIX_A_THUMBPRINT);
    }

    @Test
    void issuesEveryRoleUnderTheAuthority() throws Exception {
        pki.serverA().certificate().verify(pki.authority().certificate().getPublicKey());
        pki.thief().certificate().verify(pki.authority().certificate().getPublicKey());
        pki.selfSigned().certificate().verify(pki.selfSigned().certificate().getPublicKey());
        assertThat(pki.serverA().chain())
                .containsExactly(pki.serverA().certificate(), pki.authority().certificate());
        assertThat(pki.selfSigned().chain()).hasSize(1);
    }

    @Test
    void renewsWithTheSameKeyAndSubject() {
        TestIdentity renewed = pki.serverA().renewed();

        assertThat(renewed.certificate().getPublicKey())
                .isEqualTo(pki.serverA().certificate().getPublicKey());
        assertThat(renewed.certificate().getSubjectX500Principal())
                .isEqualTo(pki.serverA().certificate().getSubjectX500Principal());
        assertThat(renewed.thumbprint()).isNotEqualTo(pki.serverA().thumbprint());
    }

    @Test
    void buildsOddCertificates() {
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        TestIdentity odd = pki.identity("CN=odd")
                .rsa(2048)
                .serial(BigInteger.valueOf(-5))
                .valid(then, then.plus(Duration.ofDays(1)))
                .uri("urn:odd")
                .ip("::1")
                .email("odd@partner.example")
                .extension("1.3.6.1.4.1.99999.1", new byte[20_000])
                .build();

        assertThat(odd.certificate().getSerialNumber()).isNegative();
        assertThat(odd.certificate().getNotAfter()).isBefore(Instant.now());
        assertThat(pki.identity("CN=ed").ed25519().build().thumbprint()).hasSize(43);
        assertThat(pki.identity("CN=ec").ec("secp521r1").build().thumbprint()).hasSize(43);
    }

    @Test
    void writesKeyStoresThatOpenAgain(@TempDir Path directory) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore pkcs12 = KeyStore.getInstance(
                pki.serverA().writePkcs12(directory, "a", password).toFile(), password);
        KeyStore jks = KeyStore.getInstance(
                pki.serverA().writeJks(directory, "a", password).toFile(), password);

        assertThat(pkcs12.getCertificate("identity")).isEqualTo(pki.serverA().certificate());
        assertThat(jks.getKey("identity", password)).isEqualTo(pki.serverA().privateKey());
        assertThat(PemText.encryptedPrivateKey(pki.serverA().privateKey(), password))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(PemText.traditionalPrivateKey(pki.serverA().privateKey()))
                .startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(pki.serverA().writePem(directory, "a")).content().contains("BEGIN PRIVATE KEY");
    }

    @Test
    void movesBothClocksButJumpsOnlyOne() {
        SettableClock clock = SettableClock.atPresent();
        Instant start = clock.instant();

        clock.advance(Duration.ofSeconds(5));
        clock.jump(Duration.ofHours(-1));

        assertThat(clock.instant()).isEqualTo(start.plusSeconds(5).minusSeconds(3600));
        assertThat(clock.ticker().getAsLong()).isEqualTo(5_000_000_000L);
    }
}
