package io.holdfast.tokenservice.client;

/** The form of a client's access tokens. */
public enum AccessTokenFormat {
    /** A signed JWT (RFC 9068), which a protected resource verifies by itself. */
    JWT,
    /** A random text that means something to the token service alone: a protected resource asks it (RFC 7662). */
    OPAQUE
}
