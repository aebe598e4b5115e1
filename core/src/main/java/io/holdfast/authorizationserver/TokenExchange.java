package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * Collects the parameters of a token exchange: the client shows a token that it has, of the user it works for, say, and
 * gets another one for the next resource, bound to its own certificate.
 *
 * <p>Not for use by several threads; the result of {@link #build} is. It never shows a token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-2.1">RFC 8693 section 2.1, "Request"</a>
 */
public final class TokenExchange {
    /** The type of an access token of any format. */
    public static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** The type of a JWT of any use. */
    public static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    /** The type of an ID token of OpenID Connect. */
    public static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

    private final List<NameValuePair> tokens = new ArrayList<>();
    private final Set<String> audiences = new LinkedHashSet<>();
    private final Set<String> scopes = new LinkedHashSet<>();
    private final Set<String> resources = new LinkedHashSet<>();
    private String requestedType = ACCESS_TOKEN;

    TokenExchange(String subjectToken, String subjectTokenType) {
        add("subject_token", subjectToken, subjectTokenType);
    }

    private void add(String name, String token, String type) {
        tokens.add(new BasicNameValuePair(name, RequestSyntax.requireToken(name, token)));
        tokens.add(new BasicNameValuePair(name + "_type", requireType(type)));
    }

    /**
     * The actor for the subject, if the new token is to name one. Default: nobody is named.
     *
     * @param token a token about the actor
     * @param type its type, {@link #ACCESS_TOKEN} for example
     * @throws IllegalArgumentException if it is no token, or the type is not an absolute URI
     * @throws IllegalStateException if there is an actor already
     */
    public TokenExchange actor(String token, String type) {
        if (tokens.size() > 2) {
            throw new IllegalStateException("There is an actor already. An exchange has one at most.");
        }
        add("actor_token", token, type);
        return this;
    }

    /**
     * Adds names by which the authorization server knows the services that the token is for. Default: none.
     *
     * @throws IllegalArgumentException if one is empty, too long or has control characters
     */
    public TokenExchange audiences(String... names) {
        for (String name : names) {
            if (name.isEmpty()
                    || name.length() > RequestSyntax.LONGEST_NAME
                    || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("\"" + Printable.of(name)
                        + "\" is not an audience: it is empty, has more than " + RequestSyntax.LONGEST_NAME
                        + " characters or a control character.");
            }
            audiences.add(name);
        }
        return this;
    }

    /**
     * The type of the new token, which must be one that a Bearer header can carry. The server must answer with exactly
     * this one. Default: {@link #ACCESS_TOKEN}.
     *
     * @throws IllegalArgumentException if it is not an absolute URI
     */
    public TokenExchange requestedTokenType(String type) {
        this.requestedType = requireType(type);
        return this;
    }

    /** Adds scopes to ask for, each by itself. Default: none, so that the server decides. */
    public TokenExchange scopes(String... names) {
        scopes.addAll(Arrays.asList(names));
        return this;
    }

    /** Adds resources that the token is for (RFC 8707), each an absolute URI without fragment. Default: none. */
    public TokenExchange resources(String... identifiers) {
        resources.addAll(Arrays.asList(identifiers));
        return this;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException if a scope or a resource is not one, or there are too many
     */
    public TokenRequest build() {
        RequestSyntax.requireNotTooMany("audiences", audiences.size());
        List<NameValuePair> parameters = new ArrayList<>(tokens);
        parameters.add(new BasicNameValuePair("requested_token_type", requestedType));
        for (String audience : audiences) {
            parameters.add(new BasicNameValuePair("audience", audience));
        }
        return TokenRequest.by(Grant.exchange(requestedType, parameters), scopes, resources);
    }

    private static String requireType(String type) {
        boolean good = type.length() <= RequestSyntax.LONGEST_NAME;
        try {
            good &= URI.create(type).isAbsolute();
        } catch (IllegalArgumentException e) {
            good = false;
        }
        if (!good) {
            throw new IllegalArgumentException("\"" + Printable.of(type)
                    + "\" is not a token type: it must be an absolute URI, " + ACCESS_TOKEN + " for example.");
        }
        return type;
    }

    /** Nothing of the tokens. */
    @Override
    public String toString() {
        return "TokenExchange[audiences " + audiences + ", scopes " + scopes + ", resources " + resources + "]";
    }
}
