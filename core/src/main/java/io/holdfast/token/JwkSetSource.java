package io.holdfast.token;

import java.util.List;
import java.util.Optional;

/** Where the keys of one authorization server come from. Implementations are safe for use by many threads. */
public interface JwkSetSource {
    /**
     * The keys to try for a token.
     *
     * @param keyId the token's {@code kid}; empty if it names none
     * @return with a {@code keyId}, the keys of exactly that id; without, all keys. Empty if the authorization server
     *     has no such key.
     * @throws VerificationUnavailableException if that cannot be known because the authorization server does not answer
     */
    List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException;
}
