package io.holdfast.field;

/** What a cell of the table has: a server, a kind of token, a method of authentication and a door. */
enum CellOutcome {
    /** The client gets through with its own certificate; the thief of its token does not. */
    WORKS("200, thief 401"),

    /** The server issues a token that is not bound: the key ring does not use it, and the door refuses it. */
    UNBOUND("not bound: refused"),

    /** The server does not answer questions of this kind about such tokens, and says so. */
    REFUSED("401"),

    /** The server answers in another way than the setting demands. */
    UNAVAILABLE("503"),

    /** The server does not have it. */
    NOT_OFFERED("not offered");

    final String shown;

    CellOutcome(String shown) {
        this.shown = shown;
    }
}
