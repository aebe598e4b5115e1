package io.holdfast.field;

import io.holdfast.testkit.DocumentedDoor;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A whole Tomcat or TomEE as docs/protect-a-tomcat.md sets it up: the valve's jar in {@code lib}, and in {@code server.xml}
 * one of the shown connectors and a host. The distribution's Manager is deployed, too. Its background work is done each
 * second, which is ten otherwise.
 */
final class GuardedTomcat {
    private static final String MANAGER = "<Context docBase=\"${catalina.home}/webapps/manager\" privileged=\"true\"/>";
    private static final String USERS = "<tomcat-users><role rolename=\"manager-script\"/>"
            + "<user username=\"operator\" password=\"operator\" roles=\"manager-script\"/></tomcat-users>";

    private final Path base;
    private final FieldServer server;
    private final Pki pki;
    private final int port;
    private final Map<Optional<TestIdentity>, SSLContext> clients = new HashMap<>();

    private GuardedTomcat(Path base, FieldServer server, Pki pki, int port) {
        this.base = base;
        this.server = server;
        this.pki = pki;
        this.port = port;
    }

    /** Writes everything but {@code server.xml} and applications into an empty directory. */
    static GuardedTomcat write(Path base, FieldServer server, TestPki pki) throws IOException, InterruptedException {
        Site.copy(server.home().resolve("conf"), base.resolve("conf"));
        Path contexts = Files.createDirectories(base.resolve("conf/Catalina/localhost"));
        Files.writeString(contexts.resolve("manager.xml"), MANAGER);
        Files.writeString(base.resolve("conf/tomcat-users.xml"), USERS);
        Files.createDirectories(base.resolve("webapps"));
        Path lib = Files.createDirectories(base.resolve("lib"));
        Files.copy(Jars.valve(), lib.resolve(Jars.valve().getFileName()));
        return new GuardedTomcat(base, server, new Pki(pki, base), Site.freePort());
    }

    /** Writes {@code server.xml} with the connector that trusts the authority and with this host. */
    void configure(String host) throws IOException {
        configure(DocumentedDoor.connector(port, pki.server, pki.clientAuthorities), host);
    }

    /** Writes {@code server.xml} with the connector that lets any client certificate through and with this host. */
    void configureForAnyClient(String host) throws IOException {
        configure(DocumentedDoor.connectorForAnyClient(port, pki.server), host);
    }

    private void configure(String connector, String host) throws IOException {
        String listener = Files.exists(base.resolve("conf/tomee.xml"))
                ? "<Listener className='org.apache.tomee.catalina.ServerListener'/>"
                : "";
        Files.writeString(
                base.resolve("conf/server.xml"),
                "<Server port='-1'>" + listener + "<Service name='Catalina'>" + connector
                        + "<Engine name='Catalina' defaultHost='localhost' backgroundProcessorDelay='1'>"
                        + "<Realm className='org.apache.catalina.realm.MemoryRealm'/>" + host
                        + "</Engine></Service></Server>");
    }

    /** The lines of the page with a valve: {@code host.xml} or {@code context.xml}. */
    String valve(String snippet, FakeAuthorizationServer issuer) {
        return DocumentedDoor.valve(snippet, issuer.issuer(), pki.authorities);
    }

    RealTomcat start() throws Exception {
        return RealTomcat.start(server, base, url(), client(null));
    }

    /** Starts it without waiting for an answer. */
    RealTomcat launch() throws Exception {
        return RealTomcat.launch(server, base);
    }

    /** The directory of the WARs. */
    Path webapps() {
        return base.resolve("webapps");
    }

    private URI url() {
        return URI.create("https://localhost:" + port);
    }

    /** One request, on a connection of its own. */
    RawResponse get(String path, @Nullable TestIdentity client, @Nullable String token) throws IOException {
        return get(path, client, token, null);
    }

    RawResponse get(String path, @Nullable TestIdentity client, @Nullable String token, @Nullable String protocol)
            throws IOException {
        RawRequest request = RawRequest.get(path);
        return RawHttpsClient.once(url(), client(client), protocol, token == null ? request : request.bearer(token));
    }

    /** A command to Tomcat's Manager. */
    RawResponse manage(String command) throws IOException {
        RawRequest request =
                RawRequest.get("/manager/text/" + command).header("Authorization", "Basic b3BlcmF0b3I6b3BlcmF0b3I=");
        return RawHttpsClient.once(url(), client(null), null, request);
    }

    /** One for each client, so that its connections share a TLS session, as a client's do. */
    private SSLContext client(@Nullable TestIdentity client) {
        X509Certificate authority = pki.parties.authority().certificate();
        return clients.computeIfAbsent(
                Optional.ofNullable(client),
                with -> with.map(identity -> identity.clientContext(authority))
                        .orElseGet(() -> TestTls.clientWithoutCertificate(authority)));
    }
}
