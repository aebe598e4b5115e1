package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.catalina.util.ServerInfo;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter's contract on an embedded Tomcat, with Tomcat's own CLIENT-CERT login in front of the filter. */
abstract class FilterOnTomcatContract extends FilterContract {

    private final String version;

    FilterOnTomcatContract(String namespace, String version) {
        super(namespace);
        this.version = version;
    }

    @Override
    final Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return TomcatServer.start(emptyDirectory, server, war);
    }

    @Override
    final boolean forwardsFromErrorPages() {
        return false;
    }

    @OnEveryContainer
    @Test
    void runsOnTheTomcatThatIsMeant() {
        assertThat(ServerInfo.getServerNumber()).startsWith(version + ".");
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-71 S-79 lets no CLIENT-CERT login of the container skip the check, and replaces it")
    void letsNoContainerLoginSkipTheCheck(@TempDir Path directory) throws Exception {
        Path users = Files.writeString(
                directory.resolve("users.xml"),
                "<tomcat-users><user username='CN=Server A, OU=Orders, O=Partner A' password='-' roles='partner'/>"
                        + "</tomcat-users>");
        TestWar war = war().guardedByFilter(at().settings())
                .contextXml("<Context><Realm className='org.apache.catalina.realm.MemoryRealm' pathname='" + users
                        + "'/></Context>")
                .with("<security-constraint><web-resource-collection><web-resource-name>all</web-resource-name>"
                        + "<url-pattern>/*</url-pattern></web-resource-collection>"
                        + "<auth-constraint><role-name>partner</role-name></auth-constraint></security-constraint>"
                        + "<login-config><auth-method>CLIENT-CERT</auth-method></login-config>"
                        + "<security-role><role-name>partner</role-name></security-role>");
        try (Door door = start(war)) {
            AppReport open = at().accepted(door, null, at().pki.serverA(), RawRequest.get("/open/echo"));
            assertThat(open.get("authType")).isEqualTo("CLIENT_CERT");

            at().refused(door, null, 401, null, at().pki.serverA(), RawRequest.get("/api/echo"));
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo")
                                    .bearer(at().tokens()
                                            .boundTo(at().pki.partnerB())
                                            .compact()));
            AppReport accepted = at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(at().token()).header("X-Roles", "partner orders:read"));
            assertThat(accepted.get("user")).isEqualTo("server-a");
            assertThat(accepted.get("authType")).isEqualTo("Bearer");
            assertThat(accepted.get("role:partner")).isEqualTo("false");
            assertThat(accepted.get("role:orders:read")).isEqualTo("true");

            int hits = door.hits();
            RawRequest ofNoUser = RawRequest.get("/api/echo")
                    .bearer(at().tokens().boundTo(at().pki.partnerB()).compact());
            RawResponse answered = at().send(door, null, at().pki.partnerB(), ofNoUser);
            assertThat(answered.status()).isEqualTo(401);
            assertThat(answered.headers("WWW-Authenticate")).isEmpty();
            assertThat(door.hits()).isEqualTo(hits);
        }
    }

    @Test
    @DisplayName("S-13 asks the socket for the proxy's address behind Tomcat's RemoteIpFilter")
    void asksTheSocketBehindRemoteIpFilter() throws Exception {
        TestWar war = war().filter("remote-ip", "org.apache.catalina.filters.RemoteIpFilter", Map.of())
                .filterMapping("remote-ip", "/*")
                .guardedByFilter(behindProxy());
        try (Door door = start(war)) {
            assertPeerIsTheSockets(door);
        }
    }

    @Test
    @DisplayName("S-13 asks the socket for the proxy's address behind Tomcat's RemoteIpValve")
    void asksTheSocketBehindRemoteIpValve() throws Exception {
        TestWar war = war().guardedByFilter(behindProxy());
        try (Door door = at().start((directory, server) ->
                TomcatServer.start(directory, server, List.of(new RemoteIpValve()), war))) {
            assertPeerIsTheSockets(door);
        }
    }
}
