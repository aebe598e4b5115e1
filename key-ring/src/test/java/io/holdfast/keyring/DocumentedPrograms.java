package io.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the Java that README and docs show for clients, against an authorization server and an API on real TLS. */
@Timeout(60)
public abstract class DocumentedPrograms {
    /** The page of the clients that are not HttpClient 5. */
    protected static final String OTHER_CLIENTS = "docs/other-http-clients.md";

    /** What a program prints that got the orders. */
    protected static final String ORDERS = "200 [\"an order\"]" + System.lineSeparator();

    protected static final String PASSWORD = "changeit";
    protected static final TestPki PKI = TestPki.create();

    /** The key ring that the pages take as given. */
    protected static final String KEY_RING = """
            import io.holdfast.authorizationserver.TokenRequest;
            import io.holdfast.keyring.KeyRing;
            import io.holdfast.keystore.KeyStoreFile;
            import io.holdfast.keystore.TrustedCertificates;
            import java.nio.file.Paths;
            import java.util.Collections;
            TokenRequest orders = TokenRequest.clientCredentials(
                    Collections.singleton("orders:read"), Collections.<String>emptySet());
            KeyRing keyRing = KeyRing.builder()
                    .keyStore(KeyStoreFile.at(Paths.get("/etc/holdfast/server-a.p12"))
                            .password("changeit".toCharArray())
                            .build())
                    .trust(TrustedCertificates.load(Paths.get("/etc/holdfast/authorities.pem"), null, null))
                    .issuer("https://login.example.com")
                    .clientId("server-a")
                    .scopes("orders:read")
                    .allowedOrigins("https://api.example.com")
                    .build();
            """;

    @TempDir
    protected Path directory;

    protected FakeAuthorizationServer issuer;
    protected FakeAuthorizationServer api;

    @BeforeEach
    final void start() throws IOException {
        issuer = FakeAuthorizationServer.start(PKI.server());
        api = FakeAuthorizationServer.start(PKI.server());
        api.always("/orders", ScriptedAnswer.json(200, "[\"an order\"]"));
    }

    @AfterEach
    final void stop() {
        api.close();
        issuer.close();
    }

    /** Statements with their imports as a program, which has no others: so a page that lacks one fails. */
    protected static String program(String... parts) {
        Set<String> imports = new LinkedHashSet<>();
        StringBuilder body = new StringBuilder();
        for (String line : String.join("\n", parts).split("\n", -1)) {
            if (line.startsWith("import ")) {
                imports.add(line);
            } else {
                body.append(line).append('\n');
            }
        }
        return String.join("\n", imports)
                + "\npublic class Program { public static void main(String[] args) throws Exception {\n" + body
                + "keyRing.close();\n}}\n";
    }

    /** What a program prints that finds its files and servers here. */
    protected final String run(String name, String source, int release) throws Exception {
        String local = source.replace(
                        "PasswordSource.environment(\"KEYSTORE_PASSWORD\")",
                        "PasswordSource.of(\"" + PASSWORD + "\".toCharArray())")
                .replace(
                        "/etc/holdfast/server-a.password",
                        directory.resolve("password").toString())
                .replace(
                        "/etc/holdfast/server-a.p12",
                        PKI.serverA()
                                .writePkcs12(directory, "server-a", PASSWORD.toCharArray())
                                .toString())
                .replace(
                        "/etc/holdfast/authorities.pem",
                        PKI.authority()
                                .writePemCertificates(directory, "authorities")
                                .toString())
                .replace("https://login.example.com", issuer.issuer())
                .replace("https://api.example.com", api.issuer());
        return new JavaProgram(directory, name, local).run(release);
    }

    /** The API refuses the next token. */
    protected final void refuseOnce() {
        api.queue("/orders", ScriptedAnswer.status(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    /** Each call of the API had the certificate of the token calls, and a token. */
    protected final void assertOneCertificate(int calls) {
        List<RecordedCall> apiCalls = api.calls("/orders");
        assertThat(apiCalls).hasSize(calls);
        assertThat(apiCalls)
                .allSatisfy(call -> assertThat(call.header("Authorization"))
                        .singleElement()
                        .asString()
                        .startsWith("Bearer ey"));
        assertThat(issuer.calls(FakeAuthorizationServer.TOKEN_PATH)).isNotEmpty();
        for (List<RecordedCall> side : List.of(apiCalls, issuer.calls(FakeAuthorizationServer.TOKEN_PATH))) {
            assertThat(side)
                    .allSatisfy(call -> assertThat(call.clientThumbprint())
                            .contains(PKI.serverA().thumbprint()));
        }
    }
}
