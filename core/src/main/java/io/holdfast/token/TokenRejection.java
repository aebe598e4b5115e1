package io.holdfast.token;

/** The reason to reject an access token. The names are stable: operators count and alert on them. */
public enum TokenRejection {
    /** Longer than the resource accepts; nothing of it was looked at. */
    TOKEN_TOO_LONG,
    /** Not a compact JWS, or its header or claims break RFC 7515 or RFC 7519. */
    TOKEN_MALFORMED,
    /** The {@code typ} is not that of an access token. */
    TOKEN_TYPE,
    /** The {@code alg} is not on the allow-list. */
    TOKEN_ALGORITHM,
    /** The header asks for something that is not implemented: {@code crit}, {@code b64}, {@code zip}, encryption. */
    TOKEN_UNSUPPORTED,
    /** No key of the issuer fits the token. */
    TOKEN_KEY_UNKNOWN,
    /** The signature does not verify. */
    TOKEN_SIGNATURE,
    /** Another issuer's. */
    TOKEN_ISSUER,
    /** Not for this resource. */
    TOKEN_AUDIENCE,
    /** {@code exp} has passed. */
    TOKEN_EXPIRED,
    /** {@code nbf} or {@code iat} is in the future. */
    TOKEN_NOT_YET_VALID,
    /** A required claim is missing. */
    TOKEN_CLAIM_MISSING,
    /** The authorization server does not know the token as an active one: made up, revoked, expired or another's. */
    TOKEN_INACTIVE
}
