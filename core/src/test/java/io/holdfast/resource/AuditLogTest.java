package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.HostileCertificate;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.TokenDigest;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AuditLogTest {
    private static final String ISSUER = "https://login.example.com";
    private static final TestPki PKI = TestPki.create();

    private final TestTokens tokens = TestTokens.of(ISSUER);
    private final TestLog log = new TestLog();

    private void decide(AccessTokenVerifier verifier, StubRequest request) {
        try (ProtectedResource resource =
                ResourceOfOneIssuer.open(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE), verifier)) {
            assertThat(resource.decide(request).permitted()).isFalse();
        }
    }

    private AccessTokenVerifier verifier() {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        return JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).build(keyId -> keys);
    }

    @Test
    @DisplayName(
            "S-67 S-100 tells in one line the reason, door, address, issuer, client, the token's digest and the certificates")
    void tellsTheReason() {
        String token = tokens.boundTo(PKI.serverA()).compact();

        decide(verifier(), StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));

        assertThat(log.text().lines())
                .singleElement()
                .asString()
                .contains("io.holdfast.audit - io.holdfast.audit refused reason=certificate_mismatch status=401"
                        + " door=/orders/holdfast peer=127.0.0.1 method=GET path=/orders"
                        + " issuer=" + ISSUER + " client=server-a token=" + TokenDigest.of(token)
                        + " bound=" + PKI.serverA().thumbprint().substring(0, 8)
                        + " certificate=" + PKI.thief().thumbprint().substring(0, 8)
                        + " serial=" + serialNumber(PKI.thief().certificate())
                        + " subject=\"CN=Thief,O=Partner C\" detail=\"");
    }

    @Test
    @DisplayName("S-66 a client's name cannot break the line or pretend to be another field")
    void clientsCannotBreakTheLine() {
        String token = tokens.boundTo(PKI.serverA())
                .claim("client_id", "a refused reason=\"x\" é token=1" + "b".repeat(500))
                .compact();

        decide(verifier(), StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));

        assertThat(log.text().lines())
                .singleElement()
                .asString()
                .contains(" client=a?refused?reason=?x????token=1bbb", " reason=certificate_mismatch ")
                .hasSizeLessThan(800);
    }

    @Test
    @DisplayName(
            "S-91 S-100 tells of a request without a certificate which token it had, and nothing that is not verified")
    void tellsMissingCertificates() {
        String token = tokens.boundTo(PKI.serverA()).compact();

        decide(
                text -> {
                    throw new AssertionError("the token was verified");
                },
                StubRequest.with("Bearer " + token));

        assertThat(log.text())
                .contains("io.holdfast.audit refused reason=certificate_missing status=401 door=/orders/holdfast"
                        + " peer=127.0.0.1 method=GET path=/orders token=" + TokenDigest.of(token) + " detail=\"")
                .doesNotContain("issuer=", "client=", "bound=", "certificate=", "serial=", "subject=");
    }

    @Test
    @DisplayName("S-67 S-100 tells a request without a token, too, and who is not verified is not named")
    void tellsMissingCredentials() {
        decide(verifier(), StubRequest.with());

        assertThat(log.text())
                .contains("io.holdfast.audit refused reason=credentials_missing status=401 door=/orders/holdfast"
                        + " peer=127.0.0.1 method=GET path=/orders detail=\"")
                .doesNotContain(
                        "issuer=", "client=", "token=", "bound=", "certificate=", "serial=", "subject=", "remote=");
    }

    @Test
    @DisplayName("has the fields of the documented line, in its order")
    void hasTheDocumentedFields() {
        StubRequest request = StubRequest.with(
                        "Bearer " + tokens.boundTo(PKI.serverA()).compact())
                .from(PKI.thief().certificate())
                .peer("192.0.2.7", "198.51.100.1");

        decide(verifier(), request);

        assertThat(fields(log.text())).isEqualTo(fields(DocumentedSnippet.read("docs/watch-it.md", "audit")));
        assertThat(fields(log.text())).contains("remote", "subject", "detail");
    }

    /** The names in a line; what stands between quotes has none. */
    private static List<String> fields(String line) {
        return Pattern.compile(" ([a-z]+)=(\"[^\"]*\"|\\S+)")
                .matcher(line)
                .results()
                .map(field -> field.group(1))
                .toList();
    }

    /** As {@code openssl x509 -noout -serial} prints it. */
    private static String serialNumber(X509Certificate certificate) {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(certificate.getSerialNumber().toByteArray())
                .replaceFirst("^00", "");
    }

    @Test
    @DisplayName("S-100 tells whose certificate came without a token")
    void tellsTheCertificateOfARequestWithoutAToken() {
        decide(verifier(), StubRequest.with().from(PKI.serverA().certificate()));

        assertThat(log.text())
                .contains(" reason=credentials_missing ")
                .contains(" certificate=" + PKI.serverA().thumbprint().substring(0, 8) + " serial="
                        + serialNumber(PKI.serverA().certificate()) + " subject=\"CN=");
    }

    @Test
    @DisplayName("S-100 tells the socket's address, and what the container takes for the client's where it is another")
    void tellsTheAddresses() {
        decide(verifier(), StubRequest.with().peer("192.0.2.7", "198.51.100.1"));
        decide(verifier(), StubRequest.with().peer("192.0.2.8", "192.0.2.8"));
        decide(verifier(), StubRequest.with().peer("0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]")); // as Jetty writes it
        decide(verifier(), StubRequest.with().peer(null, "198.51.100.2")); // as WildFly tells nothing of the socket
        decide(verifier(), StubRequest.with().peer(null, null));

        assertThat(log.text().lines().map(line -> line.replaceFirst(".* door=\\S+ (.*?) ?method=.*", "$1")))
                .containsExactly(
                        "peer=192.0.2.7 remote=198.51.100.1",
                        "peer=192.0.2.8",
                        "peer=0:0:0:0:0:0:0:1",
                        "remote=198.51.100.2",
                        "");
    }

    @Test
    @DisplayName("S-66 an address out of a header cannot break the line or pretend to be another field")
    void addressesCannotBreakTheLine() {
        decide(
                verifier(),
                StubRequest.with().peer("192.0.2.7", "x reason=\"y\"\r\nrefused \u202e{}" + "9".repeat(60_000)));

        assertThat(log.text().lines())
                .singleElement()
                .asString()
                .contains(" peer=192.0.2.7 remote=x?reason=?y???refused????999")
                .hasSizeLessThan(600);
    }

    @Test
    @DisplayName("S-66 a certificate's name cannot break the line or pretend to be another field")
    void subjectsCannotBreakTheLine() {
        X509Certificate hostile = CertificateBuilder.selfSigned("CN=placeholder")
                .subject(commonName(
                        "a\r\nio.holdfast.audit refused reason=\"x\" {} \u202e token=1" + "b".repeat(60_000)))
                .serial(BigInteger.ONE.shiftLeft(400_000))
                .build()
                .certificate();

        decide(verifier(), StubRequest.with("Bearer x").from(hostile));

        assertThat(log.text().lines())
                .singleElement()
                .asString()
                .contains(" reason=token_malformed ")
                .contains(
                        " subject=\"CN=a\\0D\\0Aio.holdfast.audit refused reason\\=\\22x\\22 \\7B\\7D \\E2\\80\\AE token\\=1bbb")
                .matches("[ -~]+")
                .hasSizeLessThan(900);
    }

    /** A name of one attribute, as DER: no text form gives it. */
    private static byte[] commonName(String text) {
        try {
            return new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(text))}).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("B21 a certificate that throws whatever it is asked has its line, too")
    void hostileCertificatesHaveTheirLine() {
        for (Throwable thrown : List.of(new IllegalStateException("x"), new StackOverflowError("x"))) {
            decide(verifier(), StubRequest.with().from(new HostileCertificate(thrown)));
        }

        assertThat(log.text().lines().filter(line -> line.contains("io.holdfast.audit refused reason=")))
                .hasSize(2)
                .noneMatch(line -> line.contains("subject=") || line.contains("serial="));
    }

    @Test
    @DisplayName("S-29 never holds a token, whatever the reason for the refusal")
    void neverHoldsAToken() {
        String bound = tokens.boundTo(PKI.serverA()).compact();
        List<String> refused = List.of(
                bound,
                tokens.unbound().compact(),
                tokens.boundTo(PKI.serverA())
                        .secretlySignedBy(SigningKey.rs256("x"))
                        .compact(),
                tokens.boundTo(PKI.serverA()).claim("exp", 1).compact(),
                bound + "~",
                "opaque-token-text");
        for (String token : refused) {
            decide(verifier(), StubRequest.with("Bearer " + token));
            decide(
                    verifier(),
                    StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));
            decide(verifier(), StubRequest.with("Bearer " + token, "Bearer " + token));
            decide(verifier(), StubRequest.with("Bearer  " + token));
            decide(verifier(), StubRequest.with("Bearer " + token).plain());
            decide(verifier(), StubRequest.with().query("access_token=" + token));
            decide(
                    text -> {
                        throw new IllegalStateException(text);
                    },
                    StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));
        }

        assertThat(log.text()).contains("internal_error").contains("credentials_ambiguous");
        for (String token : refused) {
            assertThat(log.text()).doesNotContain(token).doesNotContain(token.substring(token.lastIndexOf('.') + 1));
        }
    }

    @Test
    @DisplayName("S-66 a path cannot break the line, and its parameters are left out")
    void pathsCannotBreakTheLine() {
        decide(
                verifier(),
                StubRequest.with("Bearer x")
                        .path("/a\r\nRefused GET /forged" + "b".repeat(500) + ";jsessionid=SECRET"));

        assertThat(log.text()).contains(" path=/a??Refused?GET?/forgedb").doesNotContain("SECRET");
        assertThat(log.text().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(500));
    }

    @Test
    @DisplayName("S-66 tells every segment of a path, each without its parameters")
    void tellsEverySegment() {
        for (String path : List.of("/;a=SECRET/orders;b=SECRET/17;;c=SECRET;", "/;/;SECRET")) {
            decide(verifier(), StubRequest.with("Bearer x").path(path));
        }

        assertThat(log.text()).contains(" path=//orders/17 ", " path=// ").doesNotContain("SECRET");
    }

    @Test
    @DisplayName("E19 warns once of an authorization server that is down, however many requests find out")
    void warnsOnceOfAnOutage() {
        AccessTokenVerifier down = token -> {
            throw new VerificationUnavailableException("The server does not answer.");
        };
        try (ProtectedResource resource =
                ResourceOfOneIssuer.open(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE), down)) {
            for (int i = 0; i < 20; i++) {
                resource.decide(
                        StubRequest.with("Bearer x" + i).from(PKI.serverA().certificate()));
            }
        }

        assertThat(log.text().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains(" 1 times so far: The server does not answer.");
        assertThat(log.text().lines().filter(line -> line.contains("reason=verification_unavailable")))
                .hasSize(20);
    }
}
