package io.holdfast.token;

/**
 * A JWK that verifies no signature here. The message says why, as the end of the sentence "It is left out, because …". It
 * holds nothing but names, sizes and printable text.
 *
 * @see VerificationKey#read
 */
public final class UnusableKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean exposed;
    private final boolean forEncryption;

    private UnusableKeyException(String reason, boolean exposed, boolean forEncryption) {
        super(reason);
        this.exposed = exposed;
        this.forEncryption = forEncryption;
    }

    static UnusableKeyException because(String reason) {
        return new UnusableKeyException(reason, false, false);
    }

    static UnusableKeyException forEncryption() {
        return new UnusableKeyException("it is for encryption (use 'enc')", false, true);
    }

    static UnusableKeyException exposed(String member) {
        return new UnusableKeyException(
                "it is published with its private member '" + member
                        + "': whoever has read it can sign tokens, so the issuer must replace it",
                true,
                false);
    }

    /** True if the key is meant for encryption, so that nothing is wrong with it. */
    public boolean isForEncryption() {
        return forEncryption;
    }

    /** True if the key is published with private members, so that anybody may have it. */
    public boolean isExposed() {
        return exposed;
    }
}
