package io.holdfast.field;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keycloak's distribution, with a realm of the clients that the documentation shows. */
final class Keycloak extends RealAuthorizationServer {
    static final String ID = "keycloak";

    /** The client id of an application in which users log in. */
    static final String PORTAL = "portal";

    private static final String REALM = "partners";
    private static final String ADMIN = "admin";
    private static final Duration BUILD = Duration.ofMinutes(5);
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private final int port;
    private final int managementPort;
    private final Path home;

    Keycloak(TokenParties parties) throws IOException, InterruptedException {
        super(parties);
        port = Site.freePort();
        managementPort = Site.freePort();
        Path distribution = Distribution.of(
                "org.keycloak:keycloak-quarkus-dist:" + Versions.of(ID) + ":tar.gz", Path.of("target", "servers"));
        home = parties.directory.resolve(ID);
        Site.copy(distribution, home);
        Path script = home.resolve("bin/kc.sh");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable.");
        }
        Path imported = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(imported.resolve("realm.json"), realm());
        parties.pki.server().writePemCertificates(parties.directory, "server");
        parties.pki.server().writePemKey(parties.directory, "server");
        Program.run(
                "The build of Keycloak",
                command("build", "--db=dev-file", "--cache=local", "--https-client-auth=request"),
                parties.directory.resolve("build.txt"),
                BUILD);
    }

    private ProcessBuilder command(String... words) {
        List<String> all = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
        all.addAll(List.of(words));
        ProcessBuilder command = Program.command(JAVA, all).directory(home.toFile());
        Map<String, String> environment = command.environment();
        // Its script chooses the collector itself.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx640m");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", parties.secret);
        return command;
    }

    private String realm() throws IOException {
        List<String> clients = new ArrayList<>();
        for (String id : List.of(TokenParties.CLIENT, TokenParties.DOOR)) {
            String shown = DocumentedSnippet.read(
                    TokenPage.PAGE, ID + (id.equals(TokenParties.DOOR) ? "-door.json" : "-client.json"));
            String client = shown.replace("\"protocolMappers\": [", "\"protocolMappers\": [" + audiences());
            String keys = Files.readString(parties.directory.resolve(id + ".jwks"))
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"");
            clients.add(client);
            clients.add(by(client, id, ClientAuthentication.PRIVATE_KEY_JWT, "client-jwt")
                    .replace(
                            "\"attributes\": {",
                            "\"attributes\": {\"use.jwks.string\": \"true\", \"jwks.string\": \"" + keys + "\","));
            for (ClientAuthentication method :
                    List.of(ClientAuthentication.CLIENT_SECRET_BASIC, ClientAuthentication.CLIENT_SECRET_POST)) {
                clients.add(by(client, id, method, "client-secret")
                        .replace(
                                "\"attributes\": {",
                                "\"secret\": \"" + parties.secret + id + "." + method.methodName()
                                        + "\", \"attributes\": {"));
            }
        }
        clients.add("{\"clientId\": \"" + PORTAL + "\", \"publicClient\": true, \"directAccessGrantsEnabled\": true,"
                + " \"protocolMappers\": [" + audience("included.custom.audience", TokenPage.AUDIENCE) + ","
                + audience("included.client.audience", TokenParties.DOOR) + "]}");
        return "{\"realm\": \"" + REALM + "\", \"enabled\": true, \"sslRequired\": \"all\", \"clients\": ["
                + String.join(",", clients) + "], \"users\": [{\"username\": \"alice\", \"enabled\": true,"
                + " \"email\": \"alice@example.com\", \"emailVerified\": true, \"firstName\": \"Alice\","
                + " \"lastName\": \"Example\", \"credentials\": [{\"type\": \"password\", \"value\": \""
                + parties.secret
                + "\"}]}]}";
    }

    private static String by(String client, String id, ClientAuthentication method, String authenticator) {
        return client.replace(
                        "\"clientId\": \"" + id + "\"", "\"clientId\": \"" + id + "." + method.methodName() + "\"")
                .replace("\"client-x509\"", "\"" + authenticator + "\"");
    }

    /** Keycloak answers a client only about tokens whose audience it is. */
    private static String audiences() {
        return Arrays.stream(ClientAuthentication.values())
                .map(method -> TokenParties.DOOR + "." + method.methodName())
                .map(client -> audience("included.client.audience", client) + ",")
                .collect(Collectors.joining());
    }

    private static String audience(String kind, String name) {
        return "{\"name\": \"" + name + "\", \"protocol\": \"openid-connect\","
                + " \"protocolMapper\": \"oidc-audience-mapper\", \"config\": {\"" + kind + "\": \"" + name
                + "\", \"access.token.claim\": \"true\", \"introspection.token.claim\": \"true\"}}";
    }

    /** The token endpoint's answer after a user has logged in at {@link #PORTAL}. */
    String loggedIn() throws IOException, InterruptedException {
        return done(form(
                issuer() + "/protocol/openid-connect/token",
                "grant_type=password&scope=openid&client_id=" + PORTAL + "&username=alice&password=" + parties.secret));
    }

    @Override
    String id() {
        return ID;
    }

    @Override
    String issuer() {
        return "https://localhost:" + port + "/realms/" + REALM;
    }

    @Override
    Program launch() throws IOException {
        ProcessBuilder command = command(
                "start",
                "--optimized",
                "--cache=local",
                "--import-realm",
                "--hostname=https://localhost:" + port,
                "--http-host=127.0.0.1",
                "--https-port=" + port,
                "--http-management-host=127.0.0.1",
                "--http-management-scheme=http",
                "--http-management-port=" + managementPort,
                "--https-certificate-file=" + parties.directory.resolve("server.crt"),
                "--https-certificate-key-file=" + parties.directory.resolve("server.key"),
                "--https-trust-store-file="
                        + parties.pki
                                .authority()
                                .writeTrustStore(parties.directory, "clients", Pki.PASSWORD.toCharArray()),
                "--https-trust-store-password=" + Pki.PASSWORD,
                "--truststore-paths=" + parties.authorities);
        return Program.start("Keycloak", command, parties.directory.resolve("console.txt"));
    }

    @Override
    void rotateKeys() throws IOException, InterruptedException {
        String base = "https://localhost:" + port;
        String answer = done(form(
                base + "/realms/master/protocol/openid-connect/token",
                "grant_type=password&client_id=admin-cli&username=" + ADMIN + "&password=" + parties.secret));
        done(HttpRequest.newBuilder(URI.create(base + "/admin/realms/" + REALM + "/components"))
                .header("Authorization", "Bearer " + token(answer, "access_token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"next\", \"providerId\": \"rsa-generated\","
                        + " \"providerType\": \"org.keycloak.keys.KeyProvider\", \"config\": {\"priority\": [\"200\"],"
                        + " \"algorithm\": [\"RS256\"], \"keyUse\": [\"SIG\"]}}")));
    }

    @Override
    CellOutcome ofClient(ClientAuthentication method) {
        return method == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH ? CellOutcome.NOT_OFFERED : CellOutcome.WORKS;
    }

    @Override
    CellOutcome ofDoor(TokenKind kind, ClientAuthentication method) {
        if (kind == TokenKind.OPAQUE || method == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH) {
            return CellOutcome.NOT_OFFERED;
        }
        return kind == TokenKind.SIGNED_ANSWER ? CellOutcome.UNAVAILABLE : CellOutcome.WORKS;
    }

    @Override
    KeyRingBuilder asking(KeyRingBuilder client, TokenKind kind) {
        return client.clientId(TokenParties.CLIENT);
    }
}
