package io.holdfast.concurrent;

/** Work whose end somebody waits for. */
interface AwaitedWork extends Runnable {
    /** It will never be run, because its threads have ended. Tells who waits; quick, and throws nothing. */
    void dropped();
}
