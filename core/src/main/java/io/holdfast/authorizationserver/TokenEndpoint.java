package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.text.Printable;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server's token endpoint. It is always called over mutual TLS, whatever the client authenticates by:
 * the server can bind the token to the certificate of that call (some do so only for the clients that it authenticates).
 *
 * <p>One call of {@link #request} is one call of the endpoint; nothing is kept or repeated. Safe for use by several
 * threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2">RFC 6749 section 3.2, "Token Endpoint"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class TokenEndpoint {
    /** Bytes of an answer. Real ones have a few thousand. */
    private static final int LONGEST_ANSWER = 256 * 1024;

    private static final String WITHHELD = "(withheld, since it repeats a token or secret)";

    private static final String ANOTHER_ADDRESS =
            " See whether this is the token endpoint: tokenEndpoint in the settings, or"
                    + " token_endpoint in the server's metadata.";

    private static final String ACCEPT = "application/json, */*;q=0.1";

    private final AuthorizationServerConnection connection;
    private final EndpointLocation location;
    private final AuthenticatedClient client;
    private final CredentialGeneration offered;

    /**
     * The endpoint at a place; nothing is called yet.
     *
     * @param connection made with the credentials that tokens are to be bound to
     * @param location the mutual TLS alias where there is one
     * @param client the client that asks, and its proof
     * @throws IllegalArgumentException if the connection offers no certificate
     */
    public TokenEndpoint(
            AuthorizationServerConnection connection, EndpointLocation location, AuthenticatedClient client) {
        CredentialGeneration credentials = connection.offered();
        if (credentials == null) {
            throw new IllegalArgumentException("The connection offers no client certificate, so that no token could be"
                    + " bound: build it with credentials(), not with trust().");
        }
        this.connection = connection;
        this.location = Objects.requireNonNull(location, "location");
        this.client = Objects.requireNonNull(client, "client");
        this.offered = credentials;
    }

    /**
     * Asks for a token. If the answer is none of a token endpoint, or there is none, the location forgets
     * the place that it remembers.
     *
     * @throws TokenErrorException if the server refuses with an OAuth error
     * @throws AuthorizationServerException if the server cannot be found or reached, or answers with something that is
     *     neither a Bearer token nor an OAuth error
     */
    public TokenResponse request(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        Optional<RefreshTokens> store = request.refreshTokens();
        return store.isPresent() ? StoredRefresh.ask(store.get(), request, this::ask) : ask(request);
    }

    private TokenResponse ask(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        URI uri = location.uri();
        try {
            return call(uri, request);
        } catch (AuthorizationServerException e) {
            location.forget(); // it may have moved
            throw e;
        }
    }

    private TokenResponse call(URI uri, TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        HttpAnswer answer = connection.postForm(uri, LONGEST_ANSWER, (form, headers) -> {
            headers.put(HttpHeaders.ACCEPT, ACCEPT);
            request.addTo(form);
            client.authenticate(form, headers);
        });
        if (answer.status() != 200) {
            throw refused(uri, answer, request);
        }
        try {
            Map<String, Object> members = StrictJson.parseObject(answer.json());
            if (members.get("error") != null && members.get("access_token") == null) {
                throw refused(uri, answer, request);
            }
            return TokenResponse.of(members, request, answer.isWithCertificate(), uri, client);
        } catch (MalformedJsonException e) {
            // No cause and no text of it: the body may hold a token.
            throw new AuthorizationServerException(uri + " answered 200 with a body that is no JSON object"
                    + mediaType(answer) + "." + ANOTHER_ADDRESS + unseen(answer));
        } catch (TokenResponse.UnusableTokenException e) {
            throw new AuthorizationServerException(
                    uri + " answered 200, but the answer " + e.getMessage() + ". Asked by " + who() + ".");
        }
    }

    private TokenErrorException refused(URI uri, HttpAnswer answer, TokenRequest request)
            throws AuthorizationServerException {
        Map<String, Object> members = members(answer);
        String error = text(members.get("error"), request);
        if (error == null) {
            throw new AuthorizationServerException(
                    uri + " answered " + answer.status() + " without an OAuth error" + mediaType(answer) + "."
                            + redirect(answer)
                            + (answer.status() == 401 ? " It may not have known " + who() + "." : "")
                            + (answer.status() == 404 || answer.status() == 405 ? ANOTHER_ADDRESS : "")
                            + unseen(answer),
                    answer);
        }
        String description = text(members.get("error_description"), request);
        return new TokenErrorException(
                uri + " answered " + answer.status() + " " + error + (description != null ? ": " + description : "")
                        + ". Asked by " + who() + asked(error, request) + "." + hint(error, answer),
                answer.status(),
                error,
                description,
                answer.retryAfter());
    }

    private static String redirect(HttpAnswer answer) {
        if (answer.status() / 100 != 3) {
            return "";
        }
        String target = answer.location();
        return " It points to " + (target == null ? "another address" : target)
                + ", which is not followed: the client's credentials would go there. Give the address that issues tokens.";
    }

    private static Map<String, Object> members(HttpAnswer answer) {
        try {
            return StrictJson.parseObject(answer.json());
        } catch (MalformedJsonException e) {
            return Collections.emptyMap();
        }
    }

    /** The server's text, unless it holds a secret; null if there is no text. */
    private @Nullable String text(@Nullable Object value, TokenRequest request) {
        if (!(value instanceof String) || ((String) value).isEmpty()) {
            return null;
        }
        String said = (String) value;
        return request.isShownIn(said) || client.isShownIn(said) ? WITHHELD : Printable.of(said);
    }

    private String who() {
        return client + " with " + offered;
    }

    /** The requested scopes, resources or grant type, if the server objects to them. */
    private static String asked(String error, TokenRequest request) {
        switch (error) {
            case "invalid_scope":
                return " for the scopes " + request.scopes() + ": see whether the client may have each of them";
            case "invalid_target":
                return " for the resources " + request.resources() + ": see whether the server knows each of them";
            case "unsupported_grant_type":
                return " with the grant type " + request.grantType()
                        + ": see whether the server has it, and whether this" + " is its token endpoint";
            case "unauthorized_client":
                return " with the grant type " + request.grantType() + ": see whether the client may use it";
            default:
                return "";
        }
    }

    private static String mediaType(HttpAnswer answer) {
        return answer.mediaType().isEmpty() ? "" : " (" + Printable.of(answer.mediaType()) + ")";
    }

    /** A refusal by a server that failed says nothing of the connection that it came over. */
    private static String unseen(HttpAnswer answer) {
        return answer.isWithCertificate() || answer.status() >= 500
                ? ""
                : " It did not ask for the client's certificate, so it cannot have seen it: see whether this is the"
                        + " address where it does (mtls_endpoint_aliases in its metadata).";
    }

    private String hint(String error, HttpAnswer answer) {
        return answer.isWithCertificate() && error.equals("invalid_client") ? client.hint(offered) : unseen(answer);
    }

    /** The client and the certificate; no secret. */
    @Override
    public String toString() {
        return "TokenEndpoint[" + who() + "]";
    }
}
