package io.holdfast.token;

/**
 * What is remembered of a token that was verified. The token's text is not: who has not got it cannot make it from this.
 *
 * <p>Safe for use by many threads.
 */
final class CachedToken {
    /** Bytes of heap besides the facts: this object, the digest, the entry of the map and the place in the ring. */
    private static final int BASE_WEIGHT = 192;

    private final TokenFacts facts;
    private final KnownHeader header;
    private final PayloadReader reader;

    /** Milliseconds since 1970. */
    private final long validFrom;

    private final int signedLength;

    /** Since the ring's hand was here last. A race decides no more than which token is dropped first. */
    private boolean used;

    CachedToken(TokenFacts facts, KnownHeader header, PayloadReader reader, long validFrom, int signedLength) {
        this.facts = facts;
        this.header = header;
        this.reader = reader;
        this.validFrom = validFrom;
        this.signedLength = signedLength;
    }

    TokenFacts facts() {
        return facts;
    }

    KnownHeader header() {
        return header;
    }

    PayloadReader reader() {
        return reader;
    }

    /** How many characters of the token are signed; its signature stands after them and a dot. */
    int signedLength() {
        return signedLength;
    }

    /** Whether the token is valid at a time in milliseconds, without any leeway. */
    boolean isValidAt(long millis) {
        return millis >= validFrom && facts.isBeforeExpiry(millis);
    }

    long weight() {
        return BASE_WEIGHT + facts.weight();
    }

    void noteUse() {
        if (!used) {
            used = true;
        }
    }

    /** Whether it was used since this was asked last. */
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }
}
