package io.holdfast.field;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** An issuer whose key the probe has, two clients with their tokens, and the files of all of them. */
final class ProbeParties implements AutoCloseable {
    static final String AUDIENCE = TestTokens.AUDIENCE;

    final TestPki pki = TestPki.create();
    final FakeAuthorizationServer issuer;
    final Path directory;
    final Path server;
    final Path trustStore;
    final Path authorities;

    ProbeParties(Path directory) throws IOException {
        this.directory = directory;
        char[] password = Pki.PASSWORD.toCharArray();
        server = pki.server().writePkcs12(directory, "server", password);
        pki.server().writePemCertificates(directory, "server");
        pki.server().writePemKey(directory, "server");
        trustStore = pki.authority().writeTrustStore(directory, "trusted", password);
        authorities = pki.authority().writePemCertificates(directory, "authorities");
        issuer = FakeAuthorizationServer.start(pki.server());
    }

    /** Everything that the probe can be given about these servers, as its options. */
    List<String> options() throws IOException, JoseException {
        char[] password = Pki.PASSWORD.toCharArray();
        String passwordFile = file("password", Pki.PASSWORD);
        TestIdentity own = pki.serverA();
        TestIdentity other = pki.partnerB();
        PublicJsonWebKey key =
                PublicJsonWebKey.Factory.newPublicJwk(issuer.tokens().rsaKey().publicKey());
        key.setPrivateKey(issuer.tokens().rsaKey().privateKey());
        TokenBuilder unbound = issuer.tokens().unbound();
        return List.of(
                "--keystore",
                own.writePkcs12(directory, "own", password).toString(),
                "--password-file",
                passwordFile,
                "--token-file",
                token("own", issuer.tokens().boundTo(own)),
                "--trust",
                authorities.toString(),
                "--other-keystore",
                other.writePkcs12(directory, "other", password).toString(),
                "--other-password-file",
                passwordFile,
                "--other-token-file",
                token("other", issuer.tokens().boundTo(other)),
                "--unbound-token-file",
                token("unbound", unbound),
                "--dpop-token-file",
                token("dpop", issuer.tokens().unbound().claim("cnf", Map.of("jkt", own.thumbprint()))),
                "--expired-token-file",
                token(
                        "expired",
                        issuer.tokens()
                                .boundTo(own)
                                .claim(
                                        "exp",
                                        Instant.now()
                                                .minus(Duration.ofMinutes(10))
                                                .getEpochSecond())),
                "--foreign-token-file",
                token("foreign", issuer.tokens().boundTo(own).claim("aud", "https://other.example")),
                "--issuer-key",
                file("issuer.jwk", key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE)),
                "--active",
                "--http-port",
                Integer.toString(Site.freePort()),
                "--max-requests",
                "500",
                "--delay",
                "0ms");
    }

    /** Spring Security takes {@code JWT} or none for the type, unless it is told otherwise. */
    private String token(String name, TokenBuilder token) throws IOException {
        long end = Instant.now().plus(Duration.ofMinutes(55)).getEpochSecond();
        TokenBuilder typed = token.header("typ", "JWT");
        return file(name + ".jwt", (name.equals("expired") ? typed : typed.claim("exp", end)).compact());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Override
    public void close() {
        issuer.close();
    }
}
