package io.holdfast.token;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The source of the keys of one authorization server. Implementations are safe for use by many threads. */
public interface JwkSetSource {
    /**
     * The keys to try for a token.
     *
     * @param keyId the token's {@code kid}; empty if it names none
     * @return with a {@code keyId}, the keys of exactly that id or, if there are none, those without an id; without, all
     *     keys. Empty if the authorization server has no such key.
     * @throws VerificationUnavailableException if that cannot be known because the authorization server does not answer
     */
    List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException;

    /**
     * Returns keys for a sender who may be a stranger, and must not keep the others from new keys.
     * {@link #keys(Optional)} takes the sender for known.
     */
    default List<VerificationKey> keys(Optional<String> keyId, Sender sender) throws VerificationUnavailableException {
        return keys(keyId);
    }

    /** The keys that need not be asked for at present, one object for all time. Without a memory of its own it has none. */
    default PresentKeys present() {
        return new PresentKeys(() -> 0);
    }

    /** True if the keys to try are there, so that a request for them calls nobody and waits for nobody. */
    default boolean areAtHand(Optional<String> keyId) {
        return true;
    }

    /**
     * Other keys for a token that does not verify with those of {@link #keys}: the authorization server may have
     * replaced them without a new {@code kid}. Anyone can make such a token, so the server is asked no more often than
     * for an unknown {@code kid}.
     *
     * @param tried the keys that {@link #keys} has returned for the token
     * @param keyId the token's {@code kid}; empty if it names none
     * @return keys that have come since; empty if there are none, or if that cannot be known now and those that were
     *     tried are still good
     * @throws VerificationUnavailableException if those that were tried are withdrawn, and no others are known
     */
    default List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId)
            throws VerificationUnavailableException {
        return Collections.emptyList();
    }

    /** Returns other keys for a sender who may be a stranger. */
    default List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId, Sender sender)
            throws VerificationUnavailableException {
        return keysInsteadOf(tried, keyId);
    }

    /**
     * The reason why the key of an id is not among these keys, although the authorization server publishes it.
     *
     * @param keyId a token's {@code kid}
     * @return the end of the sentence "It is left out, because …"; empty if there is no such key
     */
    default Optional<String> whyLeftOut(String keyId) {
        return Optional.empty();
    }
}
