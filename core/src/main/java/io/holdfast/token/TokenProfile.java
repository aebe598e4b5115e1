package io.holdfast.token;

import io.holdfast.text.ScopeList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final String scopeClaim;
    private final TokenMarks marks;
    private final Set<String> optionalClaims;

    private TokenProfile(
            Set<String> types, String clientIdClaim, String scopeClaim, TokenMarks marks, Set<String> optionalClaims) {
        this.types = types;
        this.clientIdClaim = clientIdClaim;
        this.scopeClaim = scopeClaim;
        this.marks = marks;
        this.optionalClaims = optionalClaims;
    }

    /** Tokens as RFC 9068 wants them. */
    public static TokenProfile rfc9068() {
        return new TokenProfile(words("at+jwt"), CLIENT_ID, SCOPE, TokenMarks.NONE, words());
    }

    /**
     * Keycloak's: the header's {@code typ} is {@code JWT}, unless a client asks for {@code at+jwt}; the client stands in
     * {@code azp}; and an access token differs from an ID token of the same realm by a <em>claim</em> {@code typ} with
     * the value {@code Bearer}, which is required.
     */
    public static TokenProfile keycloak() {
        return new TokenProfile(words("JWT", "at+jwt"), "azp", SCOPE, TokenMarks.KEYCLOAK, words());
    }

    /**
     * Spring Authorization Server's: there is no {@code typ}, unless the server is configured to write {@code at+jwt}, and no
     * {@code client_id}: of a token that a client got for itself {@code sub} is the client. An access token differs from
     * an ID token of the same client by the claim {@code nbf}, which is required, and by having neither {@code azp} nor
     * any other claim that OpenID Connect defines for ID tokens.
     */
    public static TokenProfile spring() {
        return new TokenProfile(words(ABSENT_TYPE, "at+jwt"), CLIENT_ID, SCOPE, TokenMarks.SPRING, words(CLIENT_ID));
    }

    private static Set<String> words(String... words) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(words)));
    }

    /** Copies the profile with scopes in another claim. */
    public TokenProfile scopesIn(String claim) {
        return new TokenProfile(types, clientIdClaim, claim, marks, optionalClaims);
    }

    /** The claim that has the scopes. */
    public String scopeClaim() {
        return scopeClaim;
    }

    /** The values of the header's {@code typ} that such tokens have. */
    public Set<String> types() {
        return types;
    }

    /** The claims of RFC 9068 that such tokens lack. */
    Set<String> optionalClaims() {
        return optionalClaims;
    }

    /** A claim of RFC 9068 for a message: its name, and where the profile reads it from another one, that. */
    String shown(String name) {
        return name.equals(CLIENT_ID) && !clientIdClaim.equals(CLIENT_ID)
                ? "'" + clientIdClaim + "', which the setting profile reads the client from"
                : "'" + name + "'";
    }

    /**
     * The claims as RFC 9068 names them. Claims of other names stay as they are.
     *
     * @throws TokenRejectedException if this is no access token by the profile, or the claim that holds its scopes is
     *     neither a string of scopes nor an array of them
     */
    Map<String, Object> claims(Map<String, Object> said) throws TokenRejectedException {
        marks.require(said);
        Object scopes = said.get(scopeClaim);
        if (said.containsKey(scopeClaim)) {
            scopes = joined(scopes);
        }
        boolean sameNames = clientIdClaim.equals(CLIENT_ID) && scopeClaim.equals(SCOPE);
        if (sameNames && !(said.get(SCOPE) instanceof List)) {
            return said;
        }
        Map<String, Object> claims = new LinkedHashMap<>(said);
        rename(said, clientIdClaim, claims, CLIENT_ID);
        rename(said, scopeClaim, claims, SCOPE);
        if (scopes != null) {
            claims.put(SCOPE, scopes);
        }
        return claims;
    }

    /** Only what the profile names counts: a claim that merely happens to have the standard's name is dropped. */
    private static void rename(Map<String, Object> said, String from, Map<String, Object> claims, String to) {
        if (!from.equals(to)) {
            claims.remove(to);
        }
        if (said.containsKey(from)) {
            claims.put(to, said.get(from));
        }
    }

    private String joined(@Nullable Object value) throws TokenRejectedException {
        String scopes = ScopeList.joined(value);
        if (scopes == null) {
            throw new TokenRejectedException(
                    TokenRejection.TOKEN_MALFORMED,
                    "The claim '" + scopeClaim + "', which the setting scopeClaim names, is neither a string of scopes"
                            + " separated by spaces nor an array of them.");
        }
        return scopes;
    }
}
