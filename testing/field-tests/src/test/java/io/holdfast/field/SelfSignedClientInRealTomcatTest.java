package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connector of docs/protect-a-tomcat.md for clients with self-signed certificates, in whole Tomcats. */
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_TOMCATS)
class SelfSignedClientInRealTomcatTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tomcat8", "tomcat9", "tomcat10", "tomcat11"})
    @DisplayName("S-5 S-54 S-80 a self-signed client gets in with its own token, another one does not")
    void letsASelfSignedClientInWithItsOwnToken(String id) throws Exception {
        FieldServer server = FieldServer.named(id);
        TestIdentity another = TestPki.create().selfSigned();
        OrdersWar orders = new OrdersWar(directory.resolve("hits"));
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(PKI.server())) {
            String token = issuer.tokens().boundTo(PKI.selfSigned()).compact();
            GuardedTomcat guarded = GuardedTomcat.write(directory.resolve("base"), server, PKI);
            guarded.configureForAnyClient(guarded.valve("host.xml", issuer));
            Files.copy(orders.write(directory, "one", server), guarded.webapps().resolve("orders.war"));
            try (RealTomcat tomcat = guarded.start()) {
                for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                    assertThat(guarded.get("/orders/list", PKI.selfSigned(), token, protocol)
                                    .status())
                            .isEqualTo(200);
                    assertThat(guarded.get("/orders/list", another, token, protocol)
                                    .status())
                            .isEqualTo(401);
                    assertThat(guarded.get("/orders/list", null, token, protocol)
                                    .status())
                            .isEqualTo(401);
                    assertThat(guarded.get("/orders/list", PKI.selfSigned(), null, protocol)
                                    .status())
                            .isEqualTo(401);
                }
                assertThat(tomcat.log()).doesNotContain("asks for no client certificate", "SEVERE", token);
            }
        }
        assertThat(orders.hits()).isEqualTo(2);
    }
}
