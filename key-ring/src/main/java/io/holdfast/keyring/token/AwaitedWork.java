package io.holdfast.keyring.token;

/** Work for a key ring's threads, with callers that wait for its end. */
public interface AwaitedWork extends Runnable {
    /** Informs waiting callers that the work will never run, because the ring is closed. Quick; throws nothing. */
    void dropped();
}
