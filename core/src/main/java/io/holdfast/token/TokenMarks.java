package io.holdfast.token;

import io.holdfast.text.Printable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marks in the claims by which access tokens of one kind of authorization server differ from its other tokens, where
 * the header does not tell them apart. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3.12">RFC 8725 section 3.12, "Use Mutually Exclusive
 *     Validation Rules for Different Kinds of JWTs"</a>
 */
final class TokenMarks {
    /** Claims that OpenID Connect defines for ID tokens, without those that RFC 9068 takes over for access tokens. */
    private static final List<String> OF_ID_TOKENS =
            Collections.unmodifiableList(Arrays.asList("nonce", "at_hash", "c_hash", "s_hash", "sid"));

    /** For servers that type their tokens in the header. */
    static final TokenMarks NONE = new TokenMarks(null, null, Collections.emptyList());

    /** Keycloak's {@code typ}, a claim: {@code Bearer} for access tokens alone. */
    static final TokenMarks KEYCLOAK = new TokenMarks("typ", "Bearer", Collections.emptyList());

    /** Spring Authorization Server writes {@code nbf} into access tokens alone, and {@code azp} into ID tokens alone. */
    static final TokenMarks SPRING = new TokenMarks("nbf", null, Collections.singletonList("azp"));

    /** The claim that each access token has; null if the claims have no mark. */
    private final @Nullable String name;

    /** The value of that claim; null for any. */
    private final @Nullable String value;

    /** Claims that no access token has, besides those of ID tokens. */
    private final List<String> foreign;

    private TokenMarks(@Nullable String name, @Nullable String value, List<String> foreign) {
        this.name = name;
        this.value = value;
        this.foreign = foreign;
    }

    /** Requires the marks of an access token among all claims of a token. */
    void require(Map<String, Object> claims) throws TokenRejectedException {
        if (name == null) {
            return;
        }
        Object said = claims.get(name);
        if (value != null && !value.equals(said)) {
            throw refused("The claim " + name + " is " + Printable.quoted(said) + " and not '" + value
                    + "', as the access tokens of this issuer's profile have it.");
        }
        if (said == null) {
            throw refused(
                    "The token has no claim '" + name + "', which the access tokens of this issuer's profile have.");
        }
        if (!foreign.isEmpty()) {
            requireNone(claims, foreign);
            requireNone(claims, OF_ID_TOKENS);
        }
    }

    /** Requires that no claim of an ID token is there, for an answer that does not say of what kind its token is. */
    static void requireNoIdToken(Map<String, Object> claims) throws TokenRejectedException {
        requireNone(claims, OF_ID_TOKENS);
    }

    private static void requireNone(Map<String, Object> claims, List<String> names) throws TokenRejectedException {
        for (String each : names) {
            if (claims.containsKey(each)) {
                throw refused("The token has the claim '" + each
                        + "', as ID tokens of its issuer have it and its access" + " tokens do not.");
            }
        }
    }

    private static TokenRejectedException refused(String message) {
        return new TokenRejectedException(TokenRejection.TOKEN_TYPE, message);
    }
}
