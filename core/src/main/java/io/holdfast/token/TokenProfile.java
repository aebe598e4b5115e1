package io.holdfast.token;

import io.holdfast.text.TokenSyntax;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps the access tokens of one kind of authorization server to the names of RFC 9068. After verification every
 * token speaks RFC 9068, whoever made it: {@code client_id} is the client, {@code scope} a string of scopes.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-2">RFC 9068 section 2, "JWT Access Token Header and Data
 *     Structure"</a>
 */
public final class TokenProfile {
    /** Stands among accepted types for a token without a {@code typ}. */
    public static final String ABSENT_TYPE = "absent";

    private static final String CLIENT_ID = "client_id";
    private static final String SCOPE = "scope";

    private final Set<String> types;
    private final String clientIdClaim;

    /** The value that the claim {@code typ}, not the header, must have; null if the claim does not matter. */
    private final @Nullable String typClaim;

    private final String scopeClaim;
    private final boolean scopesInArray;

    private TokenProfile(
            Set<String> types,
            String clientIdClaim,
            @Nullable String typClaim,
            String scopeClaim,
            boolean scopesInArray) {
        this.types = types;
        this.clientIdClaim = clientIdClaim;
        this.typClaim = typClaim;
        this.scopeClaim = scopeClaim;
        this.scopesInArray = scopesInArray;
    }

    /** Tokens as RFC 9068 wants them. */
    public static TokenProfile rfc9068() {
        return new TokenProfile(Collections.singleton("at+jwt"), CLIENT_ID, null, SCOPE, false);
    }

    /**
     * Keycloak's: the header's {@code typ} is {@code JWT}, unless a client asks for {@code at+jwt}; the client stands in
     * {@code azp}; and an access token differs from an ID token of the same realm by a <em>claim</em> {@code typ} with
     * the value {@code Bearer}, which is required.
     */
    public static TokenProfile keycloak() {
        Set<String> types = new LinkedHashSet<>(Arrays.asList("JWT", "at+jwt"));
        return new TokenProfile(Collections.unmodifiableSet(types), "azp", "Bearer", SCOPE, false);
    }

    /**
     * Copies the profile with scopes in another claim or form.
     *
     * @param claim the claim that holds them
     * @param inArray true if it is an array of scopes, and not a string of scopes separated by spaces
     */
    public TokenProfile scopesIn(String claim, boolean inArray) {
        return new TokenProfile(types, clientIdClaim, typClaim, claim, inArray);
    }

    /** The values of the header's {@code typ} that such tokens have. */
    public Set<String> types() {
        return types;
    }

    /**
     * The claims as RFC 9068 names them. Claims of other names stay as they are.
     *
     * @throws TokenRejectedException if this is no access token by the profile, or its scopes are not in the form that
     *     it says
     */
    Map<String, Object> claims(Map<String, Object> said) throws TokenRejectedException {
        if (typClaim != null && !typClaim.equals(said.get("typ"))) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_TYPE,
                    "The claim typ is not '" + typClaim + "', as the access tokens of this issuer's profile have it.");
        }
        boolean sameNames = clientIdClaim.equals(CLIENT_ID) && scopeClaim.equals(SCOPE) && !scopesInArray;
        if (sameNames) {
            return said;
        }
        Map<String, Object> claims = new LinkedHashMap<>(said);
        rename(said, clientIdClaim, claims, CLIENT_ID);
        rename(said, scopeClaim, claims, SCOPE);
        if (scopesInArray && claims.containsKey(SCOPE)) {
            claims.put(SCOPE, joined(claims.get(SCOPE)));
        }
        return claims;
    }

    /** Only what the profile names counts: a claim that merely happens to have the standard's name is dropped. */
    private static void rename(Map<String, Object> said, String from, Map<String, Object> claims, String to) {
        claims.remove(to);
        if (said.containsKey(from)) {
            claims.put(to, said.get(from));
        }
    }

    private String joined(@Nullable Object scopes) throws TokenRejectedException {
        if (!(scopes instanceof List) || !((List<?>) scopes).stream().allMatch(TokenProfile::isScope)) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_MALFORMED, "The claim '" + scopeClaim + "' is an array of scopes.");
        }
        return ((List<?>) scopes).stream().map(String.class::cast).collect(Collectors.joining(" "));
    }

    private static boolean isScope(@Nullable Object value) {
        return value instanceof String
                && !((String) value).isEmpty()
                && ((String) value).indexOf(' ') < 0
                && TokenSyntax.isQuotable((String) value);
    }
}
