package io.holdfast.access;

/** What a rule asks for and a valid token does not have. Immutable. */
public final class UnmetRule {
    /** The kinds of conditions, as far as the answer or the log tells them apart. */
    public enum Kind {
        /** The token lacks a scope: one with more scopes would do. */
        SCOPE,
        /** The path is somebody else's. */
        PATH_CLAIM,
        /** The token's client, issuer, audience or another claim is none that the rule names. */
        TOKEN
    }

    private final Kind kind;
    private final String detail;

    UnmetRule(Kind kind, String detail) {
        this.kind = kind;
        this.detail = detail;
    }

    /** What kind of condition it is. */
    public Kind kind() {
        return kind;
    }

    /** The rule and the condition, for the operator's log. It holds nothing that the request or the token says. */
    public String detail() {
        return detail;
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
