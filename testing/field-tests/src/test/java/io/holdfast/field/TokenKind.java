package io.holdfast.field;

/** A kind of token and the way in which the door verifies it. */
enum TokenKind {
    JWT("JWT, by keys"),
    INTROSPECTED_JWT("JWT, introspected"),
    OPAQUE("opaque"),
    SIGNED_ANSWER("signed answer");

    final String shown;

    TokenKind(String shown) {
        this.shown = shown;
    }
}
