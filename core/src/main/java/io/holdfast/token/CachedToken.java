package io.holdfast.token;

/**
 * The remembered facts of a verified token, without its text: nobody can make the token from them.
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

    /** The number of signed characters of the token; a dot and the signature follow them. */
    int signedLength() {
        return signedLength;
    }

    /** True if the token is valid at a time in milliseconds, without any leeway. */
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

    /** True if it was used since the last call of this method. */
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }
}
