package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a protected resource of several issuers cannot be opened as a whole. */
final class ResourceAssemblyTest {
    private static final TestPki PKI = TestPki.create();
    private static final String THREAD = "holdfast-assembly-test";

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "issuers", "main partners",
            "main.issuer", "https://login.example.com",
            "partners.issuer", "https://sso.partners.example",
            "audience", TestTokens.AUDIENCE));
    private final List<AuthorizationServerConnection> connections = new ArrayList<>();
    private final BackgroundThreads background = BackgroundThreads.one(THREAD);

    private AuthorizationServerConnection connect(AuthorizationServerConnection.Builder builder) {
        AuthorizationServerConnection connection = builder.build();
        connections.add(connection);
        return connection;
    }

    private ResourceAssembly assembly(
            Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector)
            throws SettingsException {
        return new ResourceAssembly(
                ResourceSettings.parse(settings), ResourceOfOneIssuer.place(), List.of(), connector, () -> background);
    }

    private void introspect(String issuer) {
        settings.put(issuer + ".verification", "introspection");
        settings.put(issuer + ".clientId", "orders-api");
    }

    private List<String> problems() throws SettingsException {
        ResourceAssembly assembly = assembly(this::connect);
        SettingsException e = catchThrowableOfType(SettingsException.class, assembly::open);
        assertThat(e).as("the resource was opened").isNotNull();
        return e.problems();
    }

    private void assertNothingIsOpen() {
        assertThat(connections)
                .hasSize(1)
                .allSatisfy(connection -> assertThatExceptionOfType(AuthorizationServerException.class)
                        .isThrownBy(() -> connection.get(URI.create("https://localhost:1/jwks")))
                        .withMessageContaining("this connection is closed"));
        background.schedule(Duration.ZERO, () -> {});
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(THREAD);
    }

    @Test
    @DisplayName("S-81 S-77 closes what it has opened for one issuer when the settings of the next do not serve")
    void closesAfterAProblem() throws Exception {
        introspect("partners");
        settings.put("partners.keyStore", "/nowhere/partners.p12");

        assertThat(problems()).hasSize(1);
        assertNothingIsOpen();
    }

    @Test
    @DisplayName("S-81 closes what it has opened for one issuer when opening fails with the next")
    void closesAfterAFault() throws Exception {
        ResourceAssembly assembly = assembly(builder -> {
            if (connections.isEmpty()) {
                return connect(builder);
            }
            throw new IllegalStateException("no more connections");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(assembly::open);
        assertNothingIsOpen();
    }

    @Test
    @DisplayName("S-81 closes everything when the opened resource is closed")
    void closesWithTheResource() throws Exception {
        settings.remove("issuers");
        settings.remove("partners.issuer");
        settings.remove("main.issuer");
        settings.put("issuer", "https://localhost:1");
        assembly(this::connect).open().close();

        assertNothingIsOpen();
    }

    @Test
    @DisplayName("S-77 S-37 tells every file that does not serve, by the name under which the issuer's setting was set")
    void tellsEveryProblemByItsName() throws Exception {
        introspect("main");
        introspect("partners");
        settings.put("opaqueTokens", "main");
        settings.put("main.trustStore", "/nowhere/main.pem");
        settings.put("main.clientAuthentication", "client_secret_basic");
        settings.put("main.clientSecretFile", "/nowhere/secret");
        settings.put("partners.trustStore", "/nowhere/partners.pem");
        settings.put("partners.keyStore", "/nowhere/partners.p12");

        assertThat(problems())
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("The setting 'main.trustStore' = '/nowhere/main.pem' "))
                .anyMatch(problem -> problem.startsWith("The setting 'main.clientSecretFile' = '/nowhere/secret' "))
                .anyMatch(problem -> problem.startsWith("The setting 'partners.trustStore' = '/nowhere/partners.pem' "))
                .anyMatch(problem -> problem.startsWith("The setting 'partners.keyStore' = '/nowhere/partners.p12' "));
        assertThat(connections).isEmpty();
    }

    @Test
    @DisplayName("S-77 S-37 tells what is set for all issuers once, by its plain name")
    void tellsASharedProblemOnce() throws Exception {
        settings.put("trustStore", "/nowhere/all.pem");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting 'trustStore' = '/nowhere/all.pem' cannot be used.");
    }

    @Test
    @DisplayName("S-77 S-37 names the issuer whose assertions cannot be signed")
    void namesTheIssuerOfABadAssertion() throws Exception {
        introspect("partners");
        settings.put("partners.clientAuthentication", "private_key_jwt");
        settings.put("partners.clientAssertionAlgorithm", "RS256");
        settings.put("partners.keyStorePassword", "changeit");
        settings.put(
                "partners.keyStore",
                PKI.partnerB()
                        .writePkcs12(directory, "client", "changeit".toCharArray())
                        .toString());

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting 'partners.clientAuthentication' = 'private_key_jwt' cannot be used.");
    }
}
