package io.holdfast.field;

import io.holdfast.testkit.FakeAuthorizationServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The servers that the property {@code field} names, one after the other; all of them by default. */
class FieldTest {
    private static final Path TARGET = Path.of("target");

    private static Pki pki;
    private static FakeAuthorizationServer issuer;

    @BeforeAll
    static void startAuthorizationServer() throws IOException {
        pki = new Pki(TARGET.resolve("pki").toAbsolutePath());
        issuer = FakeAuthorizationServer.start(pki.parties.server());
    }

    @AfterAll
    static void stopAuthorizationServer() {
        issuer.close();
    }

    @TestFactory
    @DisplayName("S-71, S-77, S-88, G1: the door in")
    Stream<DynamicNode> everyServer() {
        return Chosen.servers().stream().map(server -> new ServerRun(server, TARGET, pki, issuer).tests());
    }
}
