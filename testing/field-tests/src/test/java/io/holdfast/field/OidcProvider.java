package io.holdfast.field;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRingBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** node-oidc-provider from npm, on this machine's Node.js, with {@code src/authorization-servers/oidc-provider}. */
final class OidcProvider extends RealAuthorizationServer {
    static final String ID = "oidc-provider";

    private static final Duration FETCH = Duration.ofMinutes(5);
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private final int port;
    private final int mtlsPort;
    private final Path script;

    OidcProvider(TokenParties parties) throws IOException, InterruptedException {
        super(parties);
        port = Site.freePort();
        mtlsPort = Site.freePort();
        String packageName = ID + "@" + Versions.of(ID);
        Path directory = Path.of("target", "servers", packageName);
        Path packages = FilledOnce.directory(
                directory,
                content -> Program.run(
                        "npm, which fetches " + packageName + ",",
                        Program.command(
                                JAVA,
                                List.of(
                                        "npm",
                                        "install",
                                        "--no-audit",
                                        "--no-fund",
                                        "--ignore-scripts",
                                        "--prefix",
                                        content.toString(),
                                        packageName)),
                        directory.resolve("npm.txt"),
                        FETCH));
        // Node.js looks for modules beside the script.
        Files.createSymbolicLink(parties.directory.resolve("node_modules"), packages.resolve("node_modules"));
        script = parties.directory.resolve("server.mjs");
        Files.copy(Path.of("src", "authorization-servers", ID, "server.mjs"), script);
        parties.pki.server().writePemCertificates(parties.directory, "server");
        parties.pki.server().writePemKey(parties.directory, "server");
    }

    /** The program that is missing on this machine, of the two that it needs. */
    static Optional<String> missing() {
        List<Path> places = Stream.of(System.getenv("PATH").split(System.getProperty("path.separator"), -1))
                .map(Path::of)
                .toList();
        return Stream.of("node", "npm")
                .filter(name -> places.stream().noneMatch(place -> Files.isExecutable(place.resolve(name))))
                .findFirst();
    }

    @Override
    String id() {
        return ID;
    }

    @Override
    String issuer() {
        return "https://localhost:" + port;
    }

    @Override
    Program launch() throws IOException {
        List<String> words = List.of(
                "node",
                script.toString(),
                parties.directory.toString(),
                Integer.toString(port),
                Integer.toString(mtlsPort),
                parties.secret);
        return Program.start(
                "node-oidc-provider", Program.command(JAVA, words), parties.directory.resolve("console.txt"));
    }

    @Override
    CellOutcome ofClient(ClientAuthentication method) {
        return CellOutcome.WORKS;
    }

    @Override
    CellOutcome ofDoor(TokenKind kind, ClientAuthentication method) {
        return kind == TokenKind.INTROSPECTED_JWT ? CellOutcome.REFUSED : CellOutcome.WORKS;
    }

    @Override
    KeyRingBuilder asking(KeyRingBuilder client, TokenKind kind) {
        boolean opaque = kind == TokenKind.OPAQUE || kind == TokenKind.SIGNED_ANSWER;
        client.clientId(TokenParties.CLIENT).scopes("orders:read");
        return opaque ? client.resources("https://api.example.com/opaque") : client;
    }
}
