package io.holdfast.doctor;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.Door;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A token service with clients of each kind, their files, and a Tomcat with a valve before an application. */
final class Parties {
    static final String RESOURCE = "https://orders.example";
    static final String SECRET = "a-client-secret-that-nobody-must-see-4711";

    private Parties() {}

    static TokenServiceExtension service() {
        return TokenServiceExtension.builder()
                .resource(RESOURCE, "orders:read", "orders:write")
                .client("server-a", client -> client.scopes("orders:read"))
                .client("partner-b", client -> client.scopes("orders:read"))
                .client("self-signed", client -> client.scopes("orders:read").selfSigned())
                .client("by-secret", client -> client.scopes("orders:read").clientSecret(SECRET))
                .client("by-key", client -> client.scopes("orders:read").privateKeyJwt())
                .client("opaque", client -> client.scopes("orders:read").opaqueTokens())
                .client("unbound", client -> client.scopes("orders:read").unboundTokens())
                .build();
    }

    /** Settings of a door for tokens of the service. */
    static Map<String, String> settings(TokenServiceExtension service) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", service.issuer());
        settings.put("audience", RESOURCE);
        settings.put("trustStore", service.authorities().toString());
        return settings;
    }

    /** Tomcat 9 with the valve in the application's context.xml. */
    static Door tomcat(Path directory, TokenServiceExtension service, Map<String, String> settings) throws Exception {
        return TomcatServer.start(
                Files.createDirectories(directory),
                service.pki().server(),
                TestWar.of("javax").contextXml(contextXml(settings)));
    }

    static String contextXml(Map<String, String> settings) {
        StringBuilder valve = new StringBuilder(
                "<Context>\n  <Valve className=\"io.holdfast.tomcat." + "CertificateBoundTokenValve\"");
        settings.forEach((name, value) -> valve.append("\n      ")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"'));
        return valve.append("/>\n</Context>").toString();
    }

    static Path file(Path directory, String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** The options that name a client's key store and whom it trusts. */
    static List<String> identity(Path directory, TokenServiceExtension service, String clientId) throws IOException {
        return new ArrayList<>(List.of(
                "--keystore",
                service.keyStore(clientId).toString(),
                "--password-file",
                file(directory, "password.txt", service.password() + "\n").toString(),
                "--trust",
                service.authorities().toString()));
    }

    static String[] concat(List<String> first, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(first);
        return all.toArray(new String[0]);
    }
}
