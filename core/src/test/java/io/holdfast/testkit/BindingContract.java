package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ProtectedResourceContract} that is RFC 8705 Section 3: token and certificate belong together. */
public interface BindingContract {

    DoorFixture at();

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("S-7 S-46 accepts a bound token on a connection made with its certificate")
    default void acceptsBoundTokenWithItsCertificate(String protocol) throws IOException {
        TestIdentity client = at().pki.serverA();

        AppReport report = at().accepted(
                        at().door, protocol, client, RawRequest.get("/api/echo").bearer(at().token()));

        assertThat(report.get("user")).isEqualTo("server-a");
        assertThat(report.get("certificate")).isEqualTo(client.thumbprint());
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("S-46 C5 refuses a stolen token on the thief's connection")
    default void refusesStolenTokenWithAnotherCertificate(String protocol) throws IOException {
        RawRequest request = RawRequest.get("/api/echo").bearer(at().token());

        at().refused(at().door, protocol, 401, "invalid_token", at().pki.thief(), request);
        at().refused(at().door, protocol, 401, "invalid_token", at().pki.selfSigned(), request);
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("S-8 S-47 C1 refuses a bound token without a client certificate, by HTTP and not by TLS")
    default void refusesBoundTokenWithoutCertificate(String protocol) throws IOException {
        at().refused(
                        at().door,
                        protocol,
                        401,
                        "invalid_token",
                        null,
                        RawRequest.get("/api/echo").bearer(at().token()));
        at().accepted(at().door, protocol, null, RawRequest.get("/open/echo"));
    }

    @Test
    @DisplayName("S-5 accepts a self-signed client and one of an unknown authority, when the thumbprint matches")
    default void looksAtNoChain() throws IOException {
        TestIdentity unknown = at().pki
                .identity("CN=Unknown")
                .issuedBy(at().pki.secondAuthority())
                .build();
        for (TestIdentity client : List.of(at().pki.selfSigned(), unknown)) {
            at().accepted(
                            client,
                            RawRequest.get("/api/echo")
                                    .bearer(at().tokens().boundTo(client).compact()));
        }
    }

    @Test
    @DisplayName(
            "S-6 C13 accepts odd certificates: expired, P-521, Ed25519, RSA, huge extension, negative serial number")
    default void acceptsOddCertificates() throws IOException {
        Instant then = Instant.now().minus(Duration.ofDays(900));
        List<TestIdentity> odd = List.of(
                at().pki
                        .identity("CN=expired")
                        .valid(then, then.plus(Duration.ofDays(1)))
                        .build(),
                at().pki.identity("CN=p521").ec("secp521r1").build(),
                at().pki.identity("CN=ed25519").ed25519().build(),
                at().pki.identity("CN=rsa").rsa(2048).build(),
                at().pki
                        .identity("CN=huge")
                        .extension("1.3.6.1.4.1.99999.1", new byte[8_000])
                        .build(),
                at().pki.identity("CN=negative").serial(BigInteger.valueOf(-7)).build());
        for (TestIdentity client : odd) {
            RawRequest request = RawRequest.get("/api/echo")
                    .bearer(at().tokens().boundTo(client).compact());

            assertThat(at().accepted(client, request).get("certificate")).isEqualTo(client.thumbprint());
            at().refused(401, "invalid_token", at().pki.thief(), request);
        }
    }

    @Test
    @DisplayName("S-2 refuses a token bound to the authority that issued the client's certificate")
    default void refusesTokenBoundToTheIssuersCertificate() throws IOException {
        String token = at().tokens().boundTo(at().pki.authority()).compact();

        at().refused(
                        401,
                        "invalid_token",
                        at().pki.serverA(),
                        RawRequest.get("/api/echo").bearer(token));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tampering.class,
            names = {"EMPTY_ARRAY", "NULL_ELEMENT", "TEXT", "BARE_CERTIFICATE", "OTHER_NAMESPACE"})
    @DisplayName("S-3 S-4 C7 takes anything but its own attribute with a certificate in front for no certificate")
    default void takesOddAttributesForNoCertificate(Tampering tampering) throws IOException {
        at().refused(
                        401,
                        "invalid_token",
                        at().pki.serverA(),
                        RawRequest.get("/api/echo").bearer(at().token()).header(Tampering.HEADER, tampering.name()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tampering.class,
            names = {"STACK_OVERFLOW", "OUT_OF_MEMORY", "RUNTIME_EXCEPTION"})
    @DisplayName("S-71 B21 ends in a server error, and not in the application, when the check itself breaks")
    default void closesWhenTheCheckBreaks(Tampering tampering) throws IOException {
        int hitsBefore = at().door.hits();

        RawResponse response = at().send(
                        at().pki.serverA(),
                        RawRequest.get("/api/echo").bearer(at().token()).header(Tampering.HEADER, tampering.name()));

        assertThat(response.status()).isIn(500, 503);
        assertThat(at().door.hits()).isEqualTo(hitsBefore);
    }

    @Test
    @DisplayName("S-48 refuses an unbound token")
    default void refusesUnboundToken() throws IOException {
        at().refused(
                        401,
                        "invalid_token",
                        at().pki.serverA(),
                        RawRequest.get("/api/echo")
                                .bearer(at().tokens().unbound().compact()));
    }

    @Test
    @DisplayName(
            "S-49 S-50 S-52 A29 A31 refuses every confirmation that is not a matching x5t#S256, also in when-present")
    default void refusesOddConfirmations() throws Exception {
        String thumbprint = at().pki.serverA().thumbprint();
        List<Object> odd = List.of(
                Map.of(),
                List.of(),
                List.of(Map.of("x5t#S256", thumbprint)),
                thumbprint,
                1,
                Map.of("x5t#S256", ""),
                Map.of("x5t#S256", 1),
                Map.of("x5t#S256", List.of(thumbprint)),
                Map.of("x5t", thumbprint),
                Map.of("x5t#s256", thumbprint),
                Map.of("jkt", thumbprint),
                Map.of("x5t#S256", thumbprint, "jkt", thumbprint),
                Map.of("x5t#S256", thumbprint + "="),
                Map.of("x5t#S256", thumbprint + " "));
        try (Door migrating = at().open(at().settings("binding", "when-present"))) {
            for (Object confirmation : odd) {
                refusedEverywhere(
                        migrating,
                        at().tokens().unbound().claim("cnf", confirmation).compact());
            }
            refusedEverywhere(
                    migrating, at().tokens().unbound().claim("cnf", null).compact());
        }
    }

    private void refusedEverywhere(Door migrating, String token) throws IOException {
        RawRequest request = RawRequest.get("/api/echo").bearer(token);
        at().refused(401, "invalid_token", at().pki.serverA(), request);
        at().refused(migrating, null, 401, "invalid_token", at().pki.serverA(), request);
    }

    @Test
    @DisplayName("S-47 S-48 in when-present accepts an unbound token, and still no bound one without its certificate")
    default void migrationStillHoldsBoundTokens() throws Exception {
        try (Door migrating = at().open(at().settings("binding", "when-present"))) {
            RawRequest unbound =
                    RawRequest.get("/api/echo").bearer(at().tokens().unbound().compact());
            RawRequest bound = RawRequest.get("/api/echo").bearer(at().token());

            at().accepted(migrating, null, null, unbound);
            at().accepted(migrating, null, at().pki.serverA(), bound);
            at().refused(migrating, null, 401, "invalid_token", at().pki.thief(), bound);
            at().refused(migrating, null, 401, "invalid_token", null, bound);
        }
    }

    @Test
    @DisplayName("S-52 takes no binding from the JOSE header or a claim outside cnf")
    default void takesNoBindingFromElsewhere() throws IOException {
        String thumbprint = at().pki.serverA().thumbprint();
        for (TokenBuilder token : List.of(
                at().tokens().unbound().header("x5t#S256", thumbprint),
                at().tokens().unbound().header("x5t", thumbprint),
                at().tokens().unbound().claim("x5t#S256", thumbprint))) {
            at().refused(
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(token.compact()));
        }
    }

    @Test
    @DisplayName("S-53 refuses the old token with a renewed certificate of the same key and subject")
    default void bindsToTheCertificateNotTheKey() throws IOException {
        TestIdentity renewed = at().pki.serverA().renewed();

        at().refused(401, "invalid_token", renewed, RawRequest.get("/api/echo").bearer(at().token()));
        at().accepted(
                        renewed,
                        RawRequest.get("/api/echo")
                                .bearer(at().tokens().boundTo(renewed).compact()));
    }

    @Test
    @DisplayName("S-54 checks tokens of users and of clients alike")
    default void checksTokensOfEveryKindOfClient() throws IOException {
        for (Map.Entry<String, String> who :
                Map.of("alice", "mobile-app", "server-a", "server-a").entrySet()) {
            String token = at().tokens()
                    .boundTo(at().pki.serverA())
                    .claim("sub", who.getKey())
                    .claim("client_id", who.getValue())
                    .compact();
            RawRequest request = RawRequest.get("/api/echo").bearer(token);

            assertThat(at().accepted(at().pki.serverA(), request).get("user")).isEqualTo(who.getKey());
            at().refused(401, "invalid_token", at().pki.thief(), request);
        }
    }

    @Test
    @DisplayName("S-1 takes no certificate from headers, query, cookie or form")
    default void takesNoCertificateFromTheRequestItself() throws IOException {
        String pem = PemText.certificates(
                        Collections.singleton(at().pki.serverA().certificate()))
                .replace("\n", "%0A")
                .replace(" ", "%20")
                .replace("+", "%2B");
        String base64 = pem.replaceAll("-----[^-]*-----|%0A", "");
        RawRequest request = RawRequest.of("POST", "/api/echo?client_cert=" + pem)
                .bearer(at().token())
                .header("Client-Cert", ":" + base64 + ":")
                .header("X-SSL-Client-Cert", pem)
                .header("SSL_CLIENT_CERT", pem)
                .header("X-Forwarded-Client-Cert", "Cert=\"" + pem + "\"")
                .header("javax.servlet.request.X509Certificate", pem)
                .header("jakarta.servlet.request.X509Certificate", pem)
                .header("Cookie", "client_cert=" + base64)
                .form("client_cert=" + pem);

        at().refused(401, "invalid_token", null, request);
        at().refused(401, "invalid_token", at().pki.thief(), request);
    }
}
