package io.holdfast.demo.tomcat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A whole Tomcat or TomEE as docs/protect-a-tomcat.md sets it up: the valve's jar in {@code lib}, the shown {@code <Host>} and
 * one of the shown connectors in {@code server.xml}. The distribution's Manager is deployed, too. Its background work is
 * done each second, which is ten otherwise.
 */
final class GuardedTomcat {
    static final String PAGE = "docs/protect-a-tomcat.md";

    private static final String MANAGER = "<Context docBase=\"${catalina.home}/webapps/manager\" privileged=\"true\"/>";
    private static final String USERS = "<tomcat-users><role rolename=\"manager-script\"/>"
            + "<user username=\"operator\" password=\"operator\" roles=\"manager-script\"/></tomcat-users>";

    private final Path base;
    private final Path home;
    private final TestPki pki;
    private final URI url;
    private final Map<Optional<TestIdentity>, SSLContext> clients = new HashMap<>();

    private GuardedTomcat(Path base, Path home, TestPki pki, URI url) {
        this.base = base;
        this.home = home;
        this.pki = pki;
        this.url = url;
    }

    /** Writes everything but applications into an empty directory. */
    static GuardedTomcat write(Path base, Path home, String connector, TestPki pki, FakeAuthorizationServer issuer)
            throws IOException {
        int port = freePort();
        GuardedTomcat tomcat = new GuardedTomcat(base, home, pki, URI.create("https://localhost:" + port));
        Path conf = Files.createDirectories(base.resolve("conf/Catalina/localhost"));
        Files.writeString(conf.resolve("manager.xml"), MANAGER);
        tomcat.copyConfiguration();
        Files.writeString(base.resolve("conf/tomcat-users.xml"), USERS);
        Files.writeString(base.resolve("conf/server.xml"), tomcat.serverXml(connector, port, tomcat.hostXml(issuer)));
        Files.createDirectories(base.resolve("webapps"));
        Path jar = Path.of(System.getProperty("holdfast.root"), "tomcat-valve/target")
                .resolve("holdfast-tomcat-valve-0.1.0-SNAPSHOT-all.jar");
        Files.copy(jar, Files.createDirectories(base.resolve("lib")).resolve(jar.getFileName()));
        return tomcat;
    }

    private void copyConfiguration() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("conf"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
    }

    private String hostXml(FakeAuthorizationServer issuer) {
        return DocumentedSnippet.read(PAGE, "host.xml")
                .replace("https://login.example.com", issuer.issuer())
                .replace("https://api.example.com", TestTokens.AUDIENCE)
                .replace(
                        "/etc/holdfast/authorities.pem",
                        pki.authority()
                                .writePemCertificates(base, "authorities")
                                .toString());
    }

    private String serverXml(String snippet, int port, String host) throws IOException {
        char[] password = "changeit".toCharArray();
        String connector = DocumentedSnippet.read(PAGE, snippet)
                .replace("8443", Integer.toString(port))
                .replace(
                        "/etc/holdfast/client-authorities.p12",
                        pki.authority()
                                .writeTrustStore(base, "client-authorities", password)
                                .toString())
                .replace(
                        "/etc/holdfast/server.p12",
                        pki.server().writePkcs12(base, "server", password).toString());
        String listener = Files.exists(home.resolve("conf/tomee.xml"))
                ? "<Listener className='org.apache.tomee.catalina.ServerListener'/>"
                : "";
        return "<Server port='-1'>" + listener + "<Service name='Catalina'>" + connector
                + "<Engine name='Catalina' defaultHost='localhost' backgroundProcessorDelay='1'>"
                + "<Realm className='org.apache.catalina.realm.MemoryRealm'/>" + host + "</Engine></Service></Server>";
    }

    RealTomcat start() throws IOException, InterruptedException {
        return RealTomcat.start(home, base, url, client(null));
    }

    /** The directory of the WARs. */
    Path webapps() {
        return base.resolve("webapps");
    }

    /** One request, on a connection of its own. */
    RawResponse get(String path, @Nullable TestIdentity client, @Nullable String token) throws IOException {
        return get(path, client, token, null);
    }

    RawResponse get(String path, @Nullable TestIdentity client, @Nullable String token, @Nullable String protocol)
            throws IOException {
        RawRequest request = RawRequest.get(path);
        return RawHttpsClient.once(url, client(client), protocol, token == null ? request : request.bearer(token));
    }

    /** A command to Tomcat's Manager. */
    RawResponse manage(String command) throws IOException {
        RawRequest request =
                RawRequest.get("/manager/text/" + command).header("Authorization", "Basic b3BlcmF0b3I6b3BlcmF0b3I=");
        return RawHttpsClient.once(url, client(null), null, request);
    }

    /** One for each client, so that its connections share a TLS session, as a client's do. */
    private SSLContext client(@Nullable TestIdentity client) {
        X509Certificate authority = pki.authority().certificate();
        return clients.computeIfAbsent(
                Optional.ofNullable(client),
                with -> with.map(identity -> identity.clientContext(authority))
                        .orElseGet(() -> TestTls.clientWithoutCertificate(authority)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
