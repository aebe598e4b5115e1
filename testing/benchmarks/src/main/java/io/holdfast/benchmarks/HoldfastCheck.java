package io.holdfast.benchmarks;

import io.holdfast.door.DoorPlace;
import io.holdfast.door.ResourceDoor;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The whole of Holdfast, from request to decision. The keys come from an authorization server over TLS. */
final class HoldfastCheck implements Check {
    private final ResourceDoor door;
    private final FakeAuthorizationServer server;

    /**
     * Opens a protected resource.
     *
     * @param provider the JCA provider that verifies signatures; empty for the Java platform
     */
    HoldfastCheck(FakeAuthorizationServer server, Issuer issuer, int cacheSize, String provider) throws Exception {
        this.server = server;
        server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(issuer.key())));
        Path directory = Files.createTempDirectory("holdfast-benchmarks");
        Path trusted = Issuer.PKI.authority().writePemCertificates(directory, "authority");
        Map<String, String> settings = new HashMap<>();
        settings.put("issuer", server.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put("algorithms", issuer.key().algorithm());
        settings.put("trustStore", trusted.toString());
        settings.put("jwksCacheSeconds", "86400");
        settings.put("tokenCacheSize", String.valueOf(cacheSize));
        if (!provider.isEmpty()) {
            settings.put("signatureProvider", provider);
        }
        this.door = ResourceDoor.open(settings, DoorPlace.of("benchmark", ""));
        Files.delete(trusted);
        Files.delete(directory);
    }

    @Override
    public boolean accepts(SentToken sent) {
        return door.decide(sent).permitted();
    }

    @Override
    public Object decide(SentToken sent) {
        return door.decide(sent);
    }

    @Override
    public void close() throws IOException {
        door.close();
        server.close();
    }
}
