package io.holdfast.keyring.token;

/** Work for a key ring's threads, with callers that wait for its end. */
public interface AwaitedWork extends Runnable {
    /**
     * Reports that the work will never run, because the ring is closed, so that the waiting callers learn of it. Quick;
     * throws nothing.
     */
    void dropped();
}
