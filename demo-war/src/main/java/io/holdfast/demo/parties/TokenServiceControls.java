package io.holdfast.demo.parties;

/** The token service in the hands of its operator. Safe for use by many threads. */
public interface TokenServiceControls {
    boolean running();

    void stop();

    void start();

    /** The {@code kid} of the key that signs now. */
    String signingKid();

    /** Makes a new key the one that signs; the one before stays published until its last token has ended. */
    void rotateSigningKey();
}
