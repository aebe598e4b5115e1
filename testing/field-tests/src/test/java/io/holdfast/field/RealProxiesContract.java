package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.DocumentedSettings;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.ForwardedHeader;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every door behind real proxies, which run with the configurations of {@code docs/behind-a-proxy.md}. Each
 * subclass must say itself when it runs, because JUnit's condition is not inherited.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealProxiesContract {

    private static final String DOCUMENT = "docs/behind-a-proxy.md";

    /** A proxy with one of the documented configurations. */
    enum Configuration {
        NGINX("nginx", "X-Client-Cert"),
        HTTPD("httpd", "X-Client-Cert"),
        HTTPD_ESCAPE("httpd-escape", "X-Client-Cert"),
        HTTPD_BASE64("httpd-base64", "X-Client-Cert"),
        HAPROXY_RFC9440("rfc9440", "Client-Cert"),
        HAPROXY("haproxy", "X-Client-Cert");

        private final String format;
        private final String header;

        Configuration(String format, String header) {
            this.format = format;
            this.header = header;
        }

        private RealProxy start(Path directory, DoorFixture at, Door door) throws Exception {
            TestIdentity server = at.pki.server();
            return switch (this) {
                case NGINX -> RealProxy.nginx(directory, server, door.plain(), snippet("nginx"));
                case HTTPD -> RealProxy.httpd(directory, server, door.plain(), snippet("httpd"));
                case HTTPD_ESCAPE, HTTPD_BASE64 ->
                    RealProxy.httpd(
                            directory,
                            server,
                            door.plain(),
                            replaced(snippet("httpd"), "    RequestHeader set X-Client-Cert .*", snippet(format)));
                case HAPROXY_RFC9440 -> RealProxy.haproxy(directory, server, door.plain(), snippet("haproxy-rfc9440"));
                case HAPROXY ->
                    RealProxy.haproxy(
                            directory,
                            server,
                            door.plain(),
                            replaced(
                                    snippet("haproxy-rfc9440"),
                                    "(?m)^.*del-header[^$]*set-header Client-Cert .*",
                                    snippet("haproxy")));
            };
        }

        private static String snippet(String name) {
            return DocumentedSnippet.read(DOCUMENT, name);
        }

        private static String replaced(String config, String lines, String others) {
            String result = config.replaceFirst(lines, Matcher.quoteReplacement(others));
            assertThat(result).as("the documented lines").isNotEqualTo(config).contains(others);
            return result;
        }
    }

    /** A door and the proxy before it. */
    private record Site(Door door, RealProxy proxy) {}

    private final Map<Configuration, Site> sites = new HashMap<>();
    private final Map<String, int[]> counts = new TreeMap<>();
    private Path directory;
    private TestIdentity large;
    private DoorFixture at;

    /** Starts a server whose application is guarded with these settings. */
    protected abstract Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings)
            throws Exception;

    @BeforeAll
    final void openDoors(@TempDir Path temporary) throws Exception {
        directory = temporary;
        at = new DoorFixture(temporary, this::open);
        large = at.pki
                .identity("CN=Large")
                .rsa(4096)
                .extension("1.3.6.1.4.1.55555.1", new byte[1500])
                .build();
        for (Configuration configuration : Configuration.values()) {
            Map<String, String> settings = DocumentedSettings.inWebXml(DOCUMENT, "web.xml");
            assertThat(DocumentedSettings.inContextXml(DOCUMENT, "context.xml")).isEqualTo(settings);
            settings.putAll(at.settings());
            settings.put("certificateHeaderFormat", configuration.format);
            Door door = at.open(settings);
            Path files = Files.createDirectory(directory.resolve(configuration.name()));
            sites.put(configuration, new Site(door, configuration.start(files, at, door)));
        }
    }

    @AfterAll
    final void closeDoors() throws Exception {
        counts.forEach((row, each) -> System.out.printf("%-70s accepted %3d  refused %3d%n", row, each[0], each[1]));
        for (Site site : sites.values()) {
            site.proxy().close();
            site.door().close();
        }
        if (at != null) {
            at.close();
        }
    }

    private Site site(Configuration configuration) {
        return Objects.requireNonNull(sites.get(configuration));
    }

    private RawResponse send(
            Configuration configuration, String protocol, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        return RawHttpsClient.once(site(configuration).proxy().uri(), at.context(client), protocol, request);
    }

    private void count(Configuration configuration, String what, RawResponse response) {
        counts.computeIfAbsent(configuration + ": " + what, row -> new int[2])[response.status() == 200 ? 0 : 1]++;
    }

    private void accepted(Configuration configuration, String what, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            RawResponse response = send(configuration, protocol, client, request);
            count(configuration, what, response);
            assertThat(response.status())
                    .as("%s %s: %s", configuration, protocol, response)
                    .isEqualTo(200);
            assertThat(AppReport.parse(response.body()).get("token")).isEqualTo("io.holdfast.token.VerifiedToken");
        }
    }

    private void refused(Configuration configuration, String what, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        Door door = site(configuration).door();
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            int hits = door.hits();
            RawResponse response = send(configuration, protocol, client, request);
            count(configuration, what, response);
            DoorFixture.assertRefusal(response, 401, "invalid_token");
            assertThat(door.hits()).as("the application was reached").isEqualTo(hits);
        }
    }

    private RawRequest withToken() {
        return RawRequest.get("/api/echo").bearer(at.token());
    }

    private RawRequest withTokenOf(TestIdentity client) {
        return RawRequest.get("/api/echo").bearer(at.tokens().boundTo(client).compact());
    }

    /** The header as this proxy writes it, but by the client itself: the certificate that the token is bound to. */
    private RawRequest forged(Configuration configuration) {
        return withToken().header(configuration.header, victims(configuration.format));
    }

    /** The same with everything like it. */
    private RawRequest forgedInEveryWay(Configuration configuration) {
        String value = victims(configuration.format);
        return forged(configuration)
                .header(configuration.header.toLowerCase(Locale.ROOT), value)
                .header(configuration.header.replace('-', '_'), value)
                .header("Client-Cert-Chain", victims("rfc9440"))
                .header("X-Forwarded-For", "127.0.0.1");
    }

    private String victims(String format) {
        return ForwardedHeader.value(format, at.pki.serverA().certificate()).trim();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-22 accepts the client's own certificate as the proxy writes it, of an authority or self-signed")
    void acceptsTheClientsOwnCertificate(Configuration configuration) throws Exception {
        accepted(configuration, "own certificate", at.pki.serverA(), withToken());
        accepted(configuration, "self-signed certificate", at.pki.selfSigned(), withTokenOf(at.pki.selfSigned()));
        accepted(configuration, "large certificate", large, withTokenOf(large));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-46 S-47 refuses a stolen token, with another certificate and with none")
    void refusesAStolenToken(Configuration configuration) throws Exception {
        refused(configuration, "stolen token, thief's certificate", at.pki.thief(), withToken());
        refused(configuration, "stolen token, no certificate", null, withToken());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("D3 D5 a client's own header does not get through the documented configuration")
    void stripsForgedHeaders(Configuration configuration) throws Exception {
        for (RawRequest forged : List.of(forged(configuration), forgedInEveryWay(configuration))) {
            refused(configuration, "forged header, no certificate", null, forged);
            refused(configuration, "forged header, thief's certificate", at.pki.thief(), forged);
            accepted(configuration, "forged header beside own certificate", at.pki.serverA(), forged);
        }
        RawRequest lookAlike =
                withToken().header(configuration.header.replace('-', '_'), victims(configuration.format));
        refused(configuration, "look-alike header, no certificate", null, lookAlike);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-9 finds the certificate in a resumed TLS session, and none where there was none")
    void checksResumedSessions(Configuration configuration) throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            for (TestIdentity client : Arrays.asList(at.pki.serverA(), at.pki.thief(), null)) {
                SSLContext context = at.context(client);
                Set<Long> sessions = new HashSet<>();
                for (int connection = 1; connection <= 3; connection++) {
                    RawResponse response = sendAgain(configuration, context, protocol, sessions);
                    count(
                            configuration,
                            client == at.pki.serverA() ? "resumed, own" : "resumed, other or none",
                            response);
                    assertThat(response.status()).isEqualTo(client == at.pki.serverA() ? 200 : 401);
                }
                assertThat(sessions)
                        .as("%s resumed no session of %s", configuration, protocol)
                        .hasSizeLessThan(3);
            }
        }
    }

    private RawResponse sendAgain(
            Configuration configuration, SSLContext context, String protocol, Set<Long> sessionsMade)
            throws IOException {
        try (RawHttpsClient connection =
                RawHttpsClient.connect(site(configuration).proxy().uri(), context, protocol)) {
            RawResponse response = connection.send(withToken());
            sessionsMade.add(connection.session().getCreationTime());
            return response;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-12 D1 ignores the same header on a connection that does not come from the proxy")
    void ignoresTheHeaderPastTheProxy(Configuration configuration) throws Exception {
        Door door = site(configuration).door();
        int hits = door.hits();
        RawRequest past = withToken()
                .header(
                        configuration.header,
                        ForwardedHeader.value(
                                        configuration.format, at.pki.serverA().certificate())
                                .trim())
                .header("X-Forwarded-For", "127.0.0.1")
                .header("Connection", "close");
        try (RawHttpsClient client = RawHttpsClient.connectPlain(door.plain(), InetAddress.getByName("127.0.0.2"))) {
            RawResponse response = client.send(past);
            count(configuration, "past the proxy, plain", response);
            DoorFixture.assertRefusal(response, 400, "invalid_request");
        }
        try (RawHttpsClient client = RawHttpsClient.connectPlain(door.plain())) {
            RawResponse response = client.send(past);
            count(configuration, "from the proxy's address", response);
            assertThat(response.status()).isEqualTo(200);
        }
        assertThat(door.hits()).isEqualTo(hits + 1);
    }
}
