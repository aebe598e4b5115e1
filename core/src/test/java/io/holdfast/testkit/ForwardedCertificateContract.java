package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} about certificates that a TLS-terminating proxy forwards. The tests are
 * the proxy, on 127.0.0.1; 127.0.0.2 is anybody else.
 */
public interface ForwardedCertificateContract {

    DoorFixture at();

    /** What the application is asked to tell: whether it sees the header, its look-alike and its chain. */
    String SHOWN = "Client-Cert client-cert Client_Cert Client-Cert-Chain";

    /** Settings of a door behind a proxy on 127.0.0.1. */
    default Map<String, String> behindProxy() {
        Map<String, String> settings = at().settings();
        settings.put("certificateHeaderFormat", "rfc9440");
        settings.put("trustedProxies", "127.0.0.1");
        settings.put("accessRules", "/api/open/** open; /open/** open");
        return settings;
    }

    private static String value(TestIdentity client) {
        return ForwardedHeader.value("rfc9440", client.certificate());
    }

    private RawRequest withToken(String target) {
        return RawRequest.get(target).bearer(at().token()).header("X-Show", SHOWN);
    }

    private RawRequest forwarded(TestIdentity client) {
        return withToken("/api/echo").header("Client-Cert", value(client));
    }

    private static RawResponse send(URI to, String from, RawRequest request) throws IOException {
        try (RawHttpsClient client = RawHttpsClient.connectPlain(to, InetAddress.getByName(from))) {
            return client.send(request.header("Connection", "close"));
        }
    }

    private static AppReport passes(Door door, String from, RawRequest request) throws IOException {
        int hits = door.hits();
        RawResponse response = send(door.plain(), from, request);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(door.hits()).isGreaterThan(hits);
        return AppReport.parse(response.body());
    }

    private static void isRefused(Door door, String from, int status, @Nullable String error, RawRequest request)
            throws IOException {
        int hits = door.hits();
        DoorFixture.assertRefusal(send(door.plain(), from, request), status, error);
        assertThat(door.hits()).as("the application was reached").isEqualTo(hits);
    }

    private static void assertSeesNothing(AppReport report) {
        for (String header : SHOWN.split(" ", -1)) {
            assertThat(report.get("sees:" + header)).as(header).isEqualTo("[]");
        }
    }

    @Test
    @DisplayName("S-11 D1 takes no certificate from a header unless told to")
    default void takesNoHeaderByDefault() throws Exception {
        at().refused(401, "invalid_token", null, forwarded(at().pki.serverA()));
        at().refused(401, "invalid_token", at().pki.thief(), forwarded(at().pki.serverA()));
        at().accepted(at().pki.serverA(), forwarded(at().pki.thief()));
    }

    @Test
    @DisplayName("S-10 S-12 S-21 takes the certificate from a trusted proxy, over plain HTTP too, and varies on it")
    default void takesTheCertificateFromATrustedProxy() throws Exception {
        try (Door door = at().open(behindProxy())) {
            RawResponse response =
                    send(door.plain(), "127.0.0.1", forwarded(at().pki.serverA()));
            assertThat(response.status()).as("%s", response).isEqualTo(200);
            assertThat(response.headers("Vary")).containsExactly("Client-Cert");
            assertThat(response.headers("Client-Cert")).isEmpty();
            AppReport report = AppReport.parse(response.body());
            assertThat(report.get("user")).isEqualTo("server-a");
            assertThat(report.get("sees:Client-Cert")).contains("getHeader", "getHeaders", "getHeaderNames");

            isRefused(
                    door, "127.0.0.1", 401, "invalid_token", forwarded(at().pki.thief()));
            isRefused(door, "127.0.0.1", 401, "invalid_token", withToken("/api/echo"));
            isRefused(
                    door,
                    "127.0.0.1",
                    401,
                    null,
                    RawRequest.get("/api/echo")
                            .header("Client-Cert", value(at().pki.serverA())));
            isRefused(
                    door,
                    "127.0.0.1",
                    400,
                    "invalid_request",
                    forwarded(at().pki.serverA()).header("X-Forwarded-Proto", "http"));
        }
    }

    @Test
    @DisplayName("S-12 S-13 D1 ignores the header of anybody else, whatever they say of their address")
    default void ignoresTheHeaderOfAnybodyElse() throws Exception {
        try (Door door = at().open(behindProxy())) {
            isRefused(
                    door,
                    "127.0.0.2",
                    400,
                    "invalid_request",
                    forwarded(at().pki.serverA()));
            RawRequest forged = forwarded(at().pki.serverA())
                    .header("X-Forwarded-For", "127.0.0.1")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Real-IP", "127.0.0.1")
                    .header("Forwarded", "for=127.0.0.1;proto=https");
            isRefused(door, "127.0.0.2", 400, "invalid_request", forged);

            RawRequest open = RawRequest.get("/api/open/echo")
                    .header("X-Show", SHOWN)
                    .header("Client-Cert", value(at().pki.serverA()))
                    .header("client_cert", value(at().pki.serverA()))
                    .header("CLIENT-CERT", "12345")
                    .header("Client-Cert-Chain", value(at().pki.authority()));
            assertSeesNothing(passes(door, "127.0.0.2", open));
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-12 keeps the header of anybody else from the application on every dispatch")
    default void keepsTheHeaderFromEveryDispatch() throws Exception {
        Map<String, String> settings = behindProxy();
        settings.put("binding", "when-present");
        settings.put("trustedProxies", "127.0.0.3");
        String unbound = at().tokens().unbound().compact();
        try (Door door = at().open(settings)) {
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            null,
                            forwarded(at().pki.serverA()));
            for (String how : new String[] {"/api/echo", "/api/async", "/api/thread", "/api/open/async"}) {
                RawRequest request = RawRequest.get(how)
                        .bearer(unbound)
                        .header("X-Show", SHOWN)
                        .header("Client-Cert", "12345")
                        .header("Client-Cert-Chain", "Sun, 06 Nov 1994 08:49:37 GMT");
                assertSeesNothing(at().accepted(door, null, null, request));
            }
        }
    }

    @Test
    @DisplayName("S-14 takes no TLS certificate for the client's behind a proxy, be the header missing or broken")
    default void takesNoTlsCertificateBehindAProxy() throws Exception {
        TestIdentity client = at().pki.serverA();
        try (Door door = at().open(behindProxy())) {
            at().refused(door, null, 401, "invalid_token", client, withToken("/api/echo"));
            for (String broken :
                    new String[] {"", "::", "(null)", "broken", value(client).substring(1)}) {
                at().refused(
                                door,
                                null,
                                401,
                                "invalid_token",
                                client,
                                withToken("/api/echo").header("Client-Cert", broken));
            }
            at().accepted(door, null, at().pki.thief(), forwarded(client));
        }
    }

    @Test
    @DisplayName("S-15 S-16 S-20 D11 D15 takes no certificate from two lines, a list, parameters, or the chain")
    default void takesNoCertificateFromMalformedFields() throws Exception {
        String value = value(at().pki.serverA());
        RawRequest bare = withToken("/api/echo");
        try (Door door = at().open(behindProxy())) {
            for (RawRequest malformed : new RawRequest[] {
                forwarded(at().pki.serverA()).header("Client-Cert", value),
                forwarded(at().pki.serverA()).header("client-cert", ""),
                forwarded(at().pki.thief()).header("CLIENT-CERT", value),
                bare.header("Client-Cert", value + ", " + value),
                bare.header("Client-Cert", value + ";a=1"),
                bare.header("Client-Cert", value.substring(0, 70) + " " + value.substring(70)),
                bare.header("Client-Cert-Chain", value),
                bare.header("Client_Cert", value),
                bare.header("X-Client-Cert", value)
            }) {
                isRefused(door, "127.0.0.1", 401, "invalid_token", malformed);
            }
            assertThat(passes(door, "127.0.0.1", bare.header("Client-Cert", "  " + value + " \t "))
                            .get("user"))
                    .isEqualTo("server-a");
        }
    }

    @Test
    @DisplayName("S-17 S-19 takes one whole certificate, with or without padding, and nothing before or behind it")
    default void takesExactlyOneCertificate() throws Exception {
        byte[] der = at().pki.serverA().certificate().getEncoded();
        try (Door door = at().open(behindProxy())) {
            RawRequest unpadded = withToken("/api/echo")
                    .header("Client-Cert", value(at().pki.serverA()).replace("=", ""));
            passes(door, "127.0.0.1", unpadded);
            for (byte[] wrong : new byte[][] {
                Arrays.copyOf(der, der.length + 1),
                Arrays.copyOf(der, der.length - 1),
                Arrays.copyOfRange(der, 1, der.length),
                twice(der)
            }) {
                RawRequest request =
                        withToken("/api/echo").header("Client-Cert", ForwardedHeader.value("rfc9440", wrong));
                isRefused(door, "127.0.0.1", 401, "invalid_token", request);
            }
        }
    }

    private static byte[] twice(byte[] der) {
        byte[] both = Arrays.copyOf(der, 2 * der.length);
        System.arraycopy(der, 0, both, der.length, der.length);
        return both;
    }

    @Test
    @DisplayName(
            "S-44 S-6 takes RFC 8705's own certificate, expired as it is, for the owner of the thumbprint printed there")
    default void takesTheRfcsOwnCertificate() throws Exception {
        String token = at().tokens()
                .unbound()
                .claim("cnf", Map.of("x5t#S256", RfcVectors.APPENDIX_A_THUMBPRINT))
                .compact();
        RawRequest request = RawRequest.get("/api/echo").bearer(token);
        try (Door door = at().open(behindProxy())) {
            passes(
                    door,
                    "127.0.0.1",
                    request.header("Client-Cert", ForwardedHeader.value("rfc9440", RfcVectors.appendixACertificate())));
            isRefused(
                    door,
                    "127.0.0.1",
                    401,
                    "invalid_token",
                    request.header("Client-Cert", value(at().pki.serverA())));
        }
    }

    @Test
    @DisplayName("S-22 D7 keeps a literal plus as the load balancer sends it")
    default void keepsALiteralPlus() throws Exception {
        Map<String, String> settings = behindProxy();
        settings.put("certificateHeaderFormat", "aws-alb");
        String header = "X-Amzn-Mtls-Clientcert-Leaf";
        TestIdentity client = withPlusInItsCertificate();
        RawRequest request =
                RawRequest.get("/api/echo").bearer(at().tokens().boundTo(client).compact());
        String value = ForwardedHeader.value("aws-alb", client.certificate());
        try (Door door = at().open(settings)) {
            passes(door, "127.0.0.1", request.header(header, value));
            isRefused(door, "127.0.0.1", 401, "invalid_token", request.header(header, value.replace("+", "%20")));
        }
    }

    private TestIdentity withPlusInItsCertificate() {
        TestIdentity client = at().pki.identity("CN=plus").build();
        while (!ForwardedHeader.value("aws-alb", client.certificate()).contains("+")) {
            client = at().pki.identity("CN=plus").build();
        }
        return client;
    }

    @Test
    @DisplayName("S-22 D9 D13 takes broken escapes, and what proxies write for nothing, for no certificate")
    default void takesBrokenEscapesForNoCertificate() throws Exception {
        Map<String, String> settings = behindProxy();
        settings.put("certificateHeaderFormat", "nginx");
        String good = ForwardedHeader.value("nginx", at().pki.serverA().certificate());
        RawRequest bare = withToken("/api/echo");
        try (Door door = at().open(settings)) {
            passes(door, "127.0.0.1", bare.header("X-Client-Cert", good));
            for (String broken : new String[] {
                good + "%",
                good + "%4",
                good + "%zz",
                good + "%00",
                good + "%C0%AF",
                good.replaceFirst("%0A", "%0"),
                "(null)",
                "",
                "::",
                "-",
                "NONE",
                "%"
            }) {
                isRefused(door, "127.0.0.1", 401, "invalid_token", bare.header("X-Client-Cert", broken));
            }
        }
    }

    @Test
    @DisplayName("S-12 asks for the proxy's own certificate where one is set")
    default void asksForTheProxysOwnCertificate() throws Exception {
        Map<String, String> settings = behindProxy();
        settings.put("trustedProxyCertificates", at().pki.partnerB().thumbprint());
        try (Door door = at().open(settings)) {
            at().accepted(door, null, at().pki.partnerB(), forwarded(at().pki.serverA()));
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            at().pki.thief(),
                            forwarded(at().pki.serverA()));
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            forwarded(at().pki.serverA()));
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            null,
                            forwarded(at().pki.serverA()));
        }
    }

    @Test
    @DisplayName("S-22 S-12 D5 takes every format, and shows the application no other spelling of its header, no chain")
    default void takesEveryFormatAndHidesItsLookAlikes() throws Exception {
        TestIdentity client = at().pki.serverA();
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            String name = format.settingValue();
            String header = format.defaultHeader();
            String mixed = header.replaceFirst("-", "_");
            String last = header.replaceFirst("-(?=[^-]*$)", "_");
            Map<String, String> settings = behindProxy();
            settings.put("certificateHeaderFormat", name);
            RawRequest request = RawRequest.get("/api/echo")
                    .bearer(at().token())
                    .header("X-Show", String.join(" ", header, mixed, last, "Client-Cert_Chain"))
                    .header(mixed, "x")
                    .header(last, "x")
                    .header("Client-Cert_Chain", "x");
            try (Door door = at().open(settings)) {
                AppReport report = passes(
                        door, "127.0.0.1", request.header(header, ForwardedHeader.value(name, client.certificate())));
                assertThat(report.get("user")).as(name).isEqualTo("server-a");
                assertThat(report.get("sees:" + header)).as(name).contains("getHeader");
                for (String hidden : new String[] {mixed, last, "Client-Cert_Chain"}) {
                    assertThat(report.get("sees:" + hidden))
                            .as("%s %s", name, hidden)
                            .isEqualTo("[]");
                }
                String stolen = ForwardedHeader.value(name, at().pki.thief().certificate());
                isRefused(door, "127.0.0.1", 401, "invalid_token", request.header(header, stolen));
            }
        }
    }

    @Test
    @DisplayName("S-6 C3 refuses a forwarded certificate outside its dates where that is set")
    default void refusesExpiredForwardedCertificates() throws Exception {
        Instant now = Instant.now();
        TestIdentity expired = at().pki
                .identity("CN=Expired")
                .valid(now.minusSeconds(7200), now.minusSeconds(3600))
                .build();
        RawRequest request = RawRequest.get("/api/echo")
                .bearer(at().tokens().boundTo(expired).compact())
                .header("Client-Cert", value(expired));
        Map<String, String> checking = behindProxy();
        checking.put("certificateValidity", "check");
        try (Door lenient = at().open(behindProxy());
                Door strict = at().open(checking)) {
            passes(lenient, "127.0.0.1", request);
            isRefused(strict, "127.0.0.1", 401, "invalid_token", request);
            passes(strict, "127.0.0.1", forwarded(at().pki.serverA()));
        }
    }

    @Test
    @DisplayName("S-7 S-12 knows the socket's address over HTTP/2, too")
    default void knowsTheSocketsAddressOverHttp2() throws Exception {
        Map<String, String> elsewhere = behindProxy();
        elsewhere.put("trustedProxies", "127.0.0.3");
        try (Door trusting = at().open(behindProxy());
                Door other = at().open(elsewhere)) {
            assertThat(overHttp2(trusting, at().pki.serverA())).isEqualTo(200);
            assertThat(overHttp2(trusting, at().pki.thief())).isEqualTo(401);
            assertThat(overHttp2(other, at().pki.serverA())).isEqualTo(401);
        }
    }

    private int overHttp2(Door door, TestIdentity forwarded) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(at().context(at().pki.server()))
                .build();
        HttpRequest request = HttpRequest.newBuilder(door.secure().resolve("/api/echo"))
                .header("Authorization", "Bearer " + at().token())
                .header("Client-Cert", value(forwarded))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return response.statusCode();
    }

    @OnEveryContainer
    @Test
    @DisplayName("D17 a header over the container's limit is the container's to refuse, before the application")
    default void theContainerRefusesHugeHeaders() throws Exception {
        try (Door door = at().open(behindProxy())) {
            int hits = door.hits();
            RawResponse response = send(
                    door.plain(),
                    "127.0.0.1",
                    withToken("/api/echo").header("Client-Cert", ":" + "A".repeat(40_000) + ":"));
            assertThat(response.status()).isIn(400, 431);
            assertThat(door.hits()).isEqualTo(hits);
        }
    }

    @Test
    @DisplayName("S-6 C3 refuses a certificate outside its dates where that is set, and only there")
    default void refusesExpiredCertificatesWhereThatIsSet() throws Exception {
        Instant now = Instant.now();
        TestIdentity expired = at().pki
                .identity("CN=Expired")
                .valid(now.minusSeconds(7200), now.minusSeconds(3600))
                .build();
        TestIdentity early = at().pki
                .identity("CN=Early")
                .valid(now.plusSeconds(3600), now.plusSeconds(7200))
                .build();
        try (Door door = at().open(at().settings("certificateValidity", "check"))) {
            for (TestIdentity client : new TestIdentity[] {expired, early}) {
                RawRequest request = RawRequest.get("/api/echo")
                        .bearer(at().tokens().boundTo(client).compact());
                at().accepted(client, request);
                at().refused(door, null, 401, "invalid_token", client, request);
            }
            at().accepted(door, null, at().pki.serverA(), withToken("/api/echo"));
        }
    }

    /** Asserts of a door with {@link #behindProxy()} whose connections begin with the PROXY protocol the same. */
    default void assertPeerIsTheSocketsBelowProxyProtocol(Door door) throws IOException {
        RawRequest request = forwarded(at().pki.serverA());
        for (URI to : new URI[] {door.plain(), door.secure()}) {
            RawResponse claimed = proxied(to, "127.0.0.2", "127.0.0.1", request);
            assertThat(claimed.status()).as("%s %s", to, claimed).isIn(400, 401);
            RawResponse honest = proxied(to, "127.0.0.1", "203.0.113.9", request);
            assertThat(honest.status()).as("%s %s", to, honest).isEqualTo(200);
            assertThat(AppReport.parse(honest.body()).get("remoteAddr"))
                    .as("the address was rewritten")
                    .isEqualTo("203.0.113.9");
        }
    }

    private RawResponse proxied(URI to, String from, String claimed, RawRequest request) throws IOException {
        String line = "PROXY TCP4 " + claimed + " 127.0.0.1 40000 443\r\n";
        try (RawHttpsClient client =
                RawHttpsClient.connectProxied(to, at().context(null), InetAddress.getByName(from), line)) {
            return client.send(request.header("Connection", "close"));
        }
    }

    /**
     * Asserts of a door with {@link #behindProxy()}, before which something rewrites the remote address by
     * {@code X-Forwarded-For}, that it asks the socket all the same.
     */
    default void assertPeerIsTheSockets(Door door) throws IOException {
        RawRequest forged = forwarded(at().pki.serverA())
                .header("X-Forwarded-For", "127.0.0.1")
                .header("X-Forwarded-Proto", "https");
        isRefused(door, "127.0.0.2", 401, "invalid_token", forged);
        AppReport rewritten = passes(
                door,
                "127.0.0.2",
                RawRequest.get("/api/open/echo")
                        .header("X-Show", SHOWN)
                        .header("Client-Cert", value(at().pki.serverA()))
                        .header("X-Forwarded-For", "127.0.0.1"));
        assertThat(rewritten.get("remoteAddr")).as("the address was rewritten").isEqualTo("127.0.0.1");
        assertSeesNothing(rewritten);

        AppReport honest =
                passes(door, "127.0.0.1", forwarded(at().pki.serverA()).header("X-Forwarded-For", "203.0.113.9"));
        assertThat(honest.get("remoteAddr")).as("the address was rewritten").isEqualTo("203.0.113.9");
        assertThat(honest.get("user")).isEqualTo("server-a");
    }
}
