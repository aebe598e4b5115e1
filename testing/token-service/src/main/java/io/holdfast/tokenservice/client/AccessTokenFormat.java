package io.holdfast.tokenservice.client;

/** What a client's access tokens look like. */
public enum AccessTokenFormat {
    /** A signed JWT (RFC 9068), which a protected resource verifies by itself. */
    JWT,
    /** A random text that means something to the token service alone: a protected resource asks it (RFC 7662). */
    OPAQUE
}
