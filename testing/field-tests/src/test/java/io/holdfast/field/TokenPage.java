package io.holdfast.field;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRing;
import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

/** The doors and the client that docs/authorization-servers.md shows for one server, with what is here in their place. */
final class TokenPage {
    static final String PAGE = "docs/authorization-servers.md";

    /** The audience of JWTs in the page. */
    static final String AUDIENCE = "https://api.example.com";

    private final RealAuthorizationServer server;
    private final TokenParties parties;
    private final String shownIssuer;

    TokenPage(RealAuthorizationServer server, TokenParties parties) {
        this.server = server;
        this.parties = parties;
        this.shownIssuer = server.id().equals(Keycloak.ID)
                ? "https://login.example.com/realms/partners"
                : "https://login.example.com";
    }

    /** The settings of a door that verifies JWTs by the keys of the server. */
    Properties byKeys() throws IOException {
        return settings("jwt", Map.of());
    }

    /** The settings of a door that introspects tokens of a kind, by a method of authentication. */
    Properties introspecting(TokenKind kind, ClientAuthentication method) throws IOException {
        Properties settings = settings(
                "introspection",
                Map.of(
                        "/etc/holdfast/orders-api.p12",
                        parties.keyStore(parties.door, TokenParties.DOOR).toString(),
                        "changeit",
                        Pki.PASSWORD));
        if (kind == TokenKind.INTROSPECTED_JWT) {
            settings.setProperty("audience", AUDIENCE);
        }
        if (kind == TokenKind.SIGNED_ANSWER) {
            settings.setProperty("introspectionResponse", "signed");
        }
        if (method != ClientAuthentication.TLS_CLIENT_AUTH) {
            settings.setProperty("clientId", TokenParties.DOOR + "." + method.methodName());
            settings.setProperty("clientAuthentication", method.methodName());
        }
        if (method == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH) {
            settings.setProperty(
                    "keyStore",
                    parties.keyStore(parties.selfSignedDoor, TokenParties.DOOR + "-self-signed")
                            .toString());
        }
        if (method.isBySecret()) {
            settings.remove("keyStore");
            settings.remove("keyStorePassword");
            settings.setProperty("clientSecret", parties.secret + settings.getProperty("clientId"));
        }
        return settings;
    }

    private Properties settings(String snippet, Map<String, String> here) throws IOException {
        Map<String, String> all = new HashMap<>(here);
        all.put(shownIssuer, server.issuer());
        all.put("/etc/holdfast/authorities.pem", parties.authorities.toString());
        Properties settings = new Properties();
        settings.load(new StringReader(DocumentedSnippet.read(PAGE, server.id() + "-" + snippet + ".properties", all)));
        return settings;
    }

    /** The key ring that the page shows, compiled as it stands there. */
    KeyRing keyRing(String origin, Path keyStore) throws Exception {
        String shown = DocumentedSnippet.read(
                PAGE,
                server.id() + "-key-ring",
                Map.of(
                        shownIssuer,
                        server.issuer(),
                        "/etc/holdfast/server-a.p12",
                        keyStore.toString(),
                        "/etc/holdfast/authorities.pem",
                        parties.authorities.toString(),
                        "https://api.example.com\")",
                        origin + "\")"));
        Path directory = Files.createTempDirectory(parties.directory, "key-ring");
        Path source = Files.writeString(
                directory.resolve("Shown.java"),
                "import io.holdfast.keyring.*; import io.holdfast.keystore.*; import java.nio.file.Paths;\n"
                        + "public class Shown implements java.util.concurrent.Callable<KeyRing> {\n"
                        + "public KeyRing call() throws Exception { char[] password = \"" + Pki.PASSWORD
                        + "\".toCharArray();\n" + shown + "\nreturn keyRing; } }\n");
        JavaSources.compile(
                List.of(source),
                directory,
                "--release",
                "8",
                "-Xlint:-options",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, TokenPage.class.getClassLoader())) {
            return (KeyRing)
                    ((Callable<?>) loader.loadClass("Shown").getConstructor().newInstance()).call();
        }
    }
}
