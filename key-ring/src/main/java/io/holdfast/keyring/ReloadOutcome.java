package io.holdfast.keyring;

/** What {@link KeyRing#reload()} came to. */
public enum ReloadOutcome {
    /** The credentials are the same. */
    UNCHANGED,

    /** Other credentials are in use now. */
    REPLACED,

    /** There are other credentials, but no token could be had with them yet: those in use stay until one can. */
    WAITING
}
