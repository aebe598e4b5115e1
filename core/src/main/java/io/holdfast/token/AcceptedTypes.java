package io.holdfast.token;

import io.holdfast.text.Printable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The media types that the header {@code typ} of a JWT may have, and what to do about another one. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3.11">RFC 8725 section 3.11, "Use Explicit Typing"</a>
 */
final class AcceptedTypes {
    private final Set<String> types;
    private final boolean ofAccessTokens;

    private AcceptedTypes(Collection<String> types, boolean ofAccessTokens) {
        Set<String> plain = new LinkedHashSet<>();
        types.forEach(type -> plain.add(MediaType.withoutApplication(type)));
        this.types = Collections.unmodifiableSet(plain);
        this.ofAccessTokens = ofAccessTokens;
    }

    /** Types of access tokens; {@link TokenProfile#ABSENT_TYPE} among them allows none. */
    static AcceptedTypes ofAccessTokens(Collection<String> types) {
        return new AcceptedTypes(types, true);
    }

    /** The one type of a signed introspection answer, which no setting changes. */
    static AcceptedTypes ofIntrospectionAnswers() {
        return new AcceptedTypes(Collections.singleton("token-introspection+jwt"), false);
    }

    /** Requires that a header has one of the types. */
    void require(Map<String, Object> header) throws TokenRejectedException {
        Object typ = header.get("typ");
        if (!(header.containsKey("typ") ? isAccepted(typ) : types.contains(TokenProfile.ABSENT_TYPE))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_TYPE,
                    "The typ is " + (header.containsKey("typ") && typ == null ? "null" : Printable.quoted(typ))
                            + " and not one of " + types + "." + (ofAccessTokens ? advice(header) : ""));
        }
    }

    private boolean isAccepted(@Nullable Object typ) {
        if (!(typ instanceof String)) {
            return false;
        }
        String type = MediaType.withoutApplication((String) typ);
        return types.contains(type) && !type.equals(TokenProfile.ABSENT_TYPE);
    }

    private static String advice(Map<String, Object> header) {
        if (!header.containsKey("typ")) {
            return " If the issuer is a Spring Authorization Server, set profile to spring; if another one that leaves typ"
                    + " out of its access tokens, tokenType to absent.";
        }
        if (header.get("typ") instanceof String && ((String) header.get("typ")).equalsIgnoreCase("JWT")) {
            return " If the issuer is a Keycloak, set profile to keycloak; if another one whose access tokens have this"
                    + " typ, name it in the setting tokenType.";
        }
        return " If the issuer's access tokens have this typ, name it in the setting tokenType.";
    }
}
