package io.holdfast.tokenservice.authorization;

import io.holdfast.tokenservice.token.TextDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/** A code challenge of the method S256, the only one that is taken (RFC 7636 §4.2). Immutable. */
public final class CodeChallenge {
    static final String METHOD = "S256";

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final String value;

    private CodeChallenge(String value) {
        this.value = value;
    }

    /** The challenge of this text; empty if it is not the base64url of a SHA-256 digest. */
    public static Optional<CodeChallenge> parse(String text) {
        return CHALLENGE.matcher(text).matches() ? Optional.of(new CodeChallenge(text)) : Optional.empty();
    }

    /** True if the challenge was made from this {@code code_verifier} (RFC 7636 §4.6). */
    boolean isOf(String verifier) {
        return VERIFIER.matcher(verifier).matches() && TextDigest.matches(verifier, value);
    }
}
