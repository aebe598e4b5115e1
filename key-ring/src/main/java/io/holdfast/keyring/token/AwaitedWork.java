package io.holdfast.keyring.token;

/** Work for a key ring's threads whose end somebody waits for. */
public interface AwaitedWork extends Runnable {
    /** It will never be run, because the ring is closed: who waits must hear of it. It is quick and throws nothing. */
    void dropped();
}
