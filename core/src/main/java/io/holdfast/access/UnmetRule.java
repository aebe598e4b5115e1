package io.holdfast.access;

/** The condition of a rule that a valid token does not meet. Immutable. */
public final class UnmetRule {
    /** The kinds of conditions that the response or the log distinguishes. */
    public enum Kind {
        /** The token lacks a scope: one with more scopes would do. */
        SCOPE,
        /** The path belongs to another party than the token's. */
        PATH_CLAIM,
        /** The token's client, issuer, audience or another claim is not one that the rule names. */
        TOKEN
    }

    private final Kind kind;
    private final String detail;

    UnmetRule(Kind kind, String detail) {
        this.kind = kind;
        this.detail = detail;
    }

    /** The kind of the condition. */
    public Kind kind() {
        return kind;
    }

    /** The rule and the condition, for the operator's log. It quotes nothing from the request or the token. */
    public String detail() {
        return detail;
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
