package io.holdfast.tokenservice.client;

import io.holdfast.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** {@code client_secret_basic} or {@code client_secret_post}: both know one secret (RFC 6749 §2.3.1). */
final class SecretCredential implements ClientCredential {
    private final ClientAuthenticationMethod method;
    private final byte[] digest;

    SecretCredential(ClientAuthenticationMethod method, String secret) {
        this.method = method;
        this.digest = digest(secret);
    }

    @Override
    public ClientAuthenticationMethod method() {
        return method;
    }

    @Override
    public Optional<String> objectionTo(PresentedCredential presented, CredentialChecks checks) {
        String secret = presented.secret();
        // Of digests the time of a comparison tells nothing, not even the length of the secret.
        return secret != null && MessageDigest.isEqual(digest, digest(secret))
                ? Optional.empty()
                : Optional.of("its secret is not the registered one");
    }

    private static byte[] digest(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
    }
}
