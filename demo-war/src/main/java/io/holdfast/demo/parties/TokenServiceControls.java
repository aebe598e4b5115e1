package io.holdfast.demo.parties;

/** The operator's controls of the token service. Safe for use by many threads. */
public interface TokenServiceControls {
    boolean running();

    void stop();

    void start();

    /** The {@code kid} of the key that signs now. */
    String signingKid();

    /** Makes a new signing key; the previous one stays published until its last token has ended. */
    void rotateSigningKey();
}
