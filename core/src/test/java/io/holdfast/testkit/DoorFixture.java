package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The ground of the contract tests: a PKI, an authorization server, an open door, and the two sentences that every test
 * ends in, {@link #accepted} and {@link #refused}.
 */
public final class DoorFixture implements AutoCloseable {

    /** How a server with a door is started. */
    @FunctionalInterface
    public interface Opener {
        Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception;
    }

    /** How some other server is started. */
    @FunctionalInterface
    public interface Starter {
        Door start(Path emptyDirectory, TestIdentity server) throws Exception;
    }

    public final TestPki pki = TestPki.create();
    public final FakeAuthorizationServer authorizationServer;
    public final Door door;
    private final Path directory;
    private final Opener opener;

    /** Starts the authorization server and a door with the settings that every test can live with. */
    public DoorFixture(Path directory, Opener opener) throws Exception {
        this.directory = directory;
        this.opener = opener;
        this.authorizationServer = FakeAuthorizationServer.start(pki.server());
        this.door = open(settings());
    }

    /** The least settings: issuer, audience and the trust for the authorization server. */
    public Map<String, String> settings() {
        char[] password = "changeit".toCharArray();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", authorizationServer.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put(
                "trustStore",
                pki.authority().writeTrustStore(directory, "trust", password).toString());
        settings.put("trustStorePassword", "changeit");
        return settings;
    }

    /** The least settings and one more, or another value of one. */
    public Map<String, String> settings(String name, String value) {
        Map<String, String> settings = settings();
        settings.put(name, value);
        return settings;
    }

    /** A PEM file of the authority that issued every certificate here: the path that documented settings need. */
    public String authorities() {
        return pki.authority().writePemCertificates(directory, "authorities").toString();
    }

    /**
     * Settings of the documentation: only the addresses and the files are changed, and where the test application stands.
     *
     * @param contextPath empty for an application at the root, whose guarded part is {@code /api}
     */
    public Map<String, String> documented(Map<String, String> settings, String contextPath) {
        settings.replaceAll((name, value) -> value.replace("https://login.example.com", authorizationServer.issuer())
                .replace("https://api.example.com", TestTokens.AUDIENCE)
                .replace("/etc/holdfast/authorities.pem", authorities()));
        if (contextPath.isEmpty()) {
            settings.computeIfPresent("accessRules", (name, rules) -> rules.replaceAll("(^|\\s)/", "$1/api/"));
        }
        return settings;
    }

    /** A PKCS#12 file of an identity, with the password {@code changeit}. */
    public String keyStore(TestIdentity identity) {
        return identity.writePkcs12(directory, "identity", "changeit".toCharArray())
                .toString();
    }

    /** Key or certificate of an identity as a Kubernetes secret has them: {@code tls.key} or {@code tls.crt}. */
    public String tlsFile(TestIdentity identity, String name) {
        Path written = name.equals("tls.key")
                ? identity.writePemKey(directory, "tls-key")
                : identity.writePemCertificates(directory, "tls-crt");
        return replaced(directory.resolve(name), written).toString();
    }

    /** Replaces {@link #tlsFile both files} by those of another identity, one after the other. */
    public void replaceTlsFiles(TestIdentity identity) {
        tlsFile(identity, "tls.key");
        tlsFile(identity, "tls.crt");
    }

    private static Path replaced(Path file, Path by) {
        try {
            return Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with this text. */
    public String file(String text) {
        try {
            return Files.writeString(directory.resolve("file.txt"), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more door; the caller closes it. */
    public Door open(Map<String, String> settings) throws Exception {
        return start((empty, server) -> opener.open(empty, server, settings));
    }

    /** A door that is started in another way; the caller closes it. */
    public Door start(Starter starter) throws Exception {
        return starter.start(Files.createTempDirectory(directory, "door"), pki.server());
    }

    public TestTokens tokens() {
        return authorizationServer.tokens();
    }

    /** A good token of server A. */
    public String token() {
        return tokens().boundTo(pki.serverA()).compact();
    }

    /** A client's context; null for one without a certificate. */
    public SSLContext context(@Nullable TestIdentity client) {
        X509Certificate trusted = pki.authority().certificate();
        return client == null ? TestTls.clientWithoutCertificate(trusted) : client.clientContext(trusted);
    }

    public RawResponse send(@Nullable TestIdentity client, RawRequest request) throws IOException {
        return send(door, null, client, request);
    }

    public RawResponse send(Door at, @Nullable String protocol, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        return RawHttpsClient.once(at.secure(), context(client), protocol, request);
    }

    /** The request must reach the application. */
    public AppReport accepted(@Nullable TestIdentity client, RawRequest request) throws IOException {
        return accepted(door, null, client, request);
    }

    public AppReport accepted(Door at, @Nullable String protocol, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        int hitsBefore = at.hits();
        RawResponse response = send(at, protocol, client, request);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(at.hits()).isGreaterThan(hitsBefore);
        return AppReport.parse(response.body());
    }

    /** The request must be answered with the status and error, and must not reach the application. */
    public RawResponse refused(int status, @Nullable String error, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        return refused(door, null, status, error, client, request);
    }

    public RawResponse refused(
            Door at,
            @Nullable String protocol,
            int status,
            @Nullable String error,
            @Nullable TestIdentity client,
            RawRequest request)
            throws IOException {
        int hitsBefore = at.hits();
        RawResponse response = send(at, protocol, client, request);
        assertThat(at.hits()).as("the application was reached").isEqualTo(hitsBefore);
        assertRefusal(response, status, error);
        return response;
    }

    /** Whatever the answer is, the application behind must not have reported. */
    public void assertNotReached(Door at, @Nullable TestIdentity client, RawRequest request) throws IOException {
        RawResponse response = send(at, null, client, request);
        assertThat(response.body()).as("%s %s", request, response).doesNotContain("user=");
    }

    /** The shape of a refusal: RFC 6750 Section 3 and 3.1. */
    public static void assertRefusal(RawResponse response, int status, @Nullable String error) {
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        List<String> challenges = response.headers("WWW-Authenticate").stream()
                .filter(challenge -> challenge.startsWith("Bearer"))
                .toList();
        assertThat(challenges).as("%s", response).hasSize(1);
        assertThat(challenges.get(0))
                .matches("Bearer [a-z_]+=\"[ !#-\\[\\]-~]*\"(, [a-z_]+=\"[ !#-\\[\\]-~]*\")*")
                .contains("realm=\"");
        if (error == null) {
            assertThat(challenges.get(0)).doesNotContain("error");
        } else {
            assertThat(challenges.get(0)).contains("error=\"" + error + "\"");
        }
        assertThat(String.join(",", response.headers("Cache-Control")))
                .contains("no-store")
                .doesNotContain("public")
                .doesNotContain("s-maxage");
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    @Override
    public void close() throws Exception {
        door.close();
        authorizationServer.close();
    }
}
