package io.holdfast.keyring;

/** The result of {@link KeyRing#reload()}. */
public enum ReloadOutcome {
    /** The credentials are unchanged. */
    UNCHANGED,

    /** Other credentials are in use now. */
    REPLACED,

    /** Other credentials were read, but no token could be fetched with them yet: those in use stay until one can. */
    WAITING
}
