package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.keystore.CredentialGeneration;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server's token endpoint, asked by a client that authenticates with its certificate. Nothing but the
 * client id and the certificate is sent as proof: no secret, no assertion, no Basic header.
 *
 * <p>One call of {@link #request} is one call of the endpoint; nothing is kept or repeated. Safe for use by several
 * threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749 section 4.4, "Client Credentials Grant"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 section 2, "Mutual TLS for OAuth Client
 *     Authentication"</a>
 */
public final class TokenEndpoint {
    private final AuthorizationServerConnection connection;
    private final URI uri;
    private final String clientId;
    private final ClientAuthentication authentication;

    /**
     * The endpoint at an address.
     *
     * @param connection made with the credentials that the client authenticates with
     * @param uri the endpoint's https address; its mutual TLS alias where there is one
     * @param clientId who the client says it is, not empty
     * @param authentication one of the methods of mutual TLS
     * @throws IllegalArgumentException if the connection offers no certificate, the address is not https, the client id
     *     is empty or the method is another
     */
    public TokenEndpoint(
            AuthorizationServerConnection connection, URI uri, String clientId, ClientAuthentication authentication) {
        if (connection.offered() == null) {
            throw new IllegalArgumentException(
                    "The connection offers no client certificate: build it with credentials(), not with trust().");
        }
        String problem = HttpsAddress.problem(uri);
        if (problem != null) {
            throw new IllegalArgumentException("The token endpoint " + HttpsAddress.shown(uri.toString()) + " "
                    + problem + ". It must be an https address.");
        }
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("The client id is empty. Give the one registered at the server.");
        }
        if (!authentication.isMutualTls()) {
            throw new IllegalArgumentException("This endpoint is asked by clients that authenticate with their"
                    + " certificate: tls_client_auth or self_signed_tls_client_auth, not " + authentication.methodName()
                    + ".");
        }
        this.connection = connection;
        this.uri = uri;
        this.clientId = clientId;
        this.authentication = authentication;
    }

    /** The address that is called. */
    public URI uri() {
        return uri;
    }

    /**
     * Asks for a token.
     *
     * @throws TokenErrorException if the server refuses with an OAuth error
     * @throws AuthorizationServerException if the server cannot be reached, or answers with something that is neither a
     *     Bearer token nor an OAuth error
     */
    public TokenResponse request(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        HttpAnswer answer = connection.postForm(uri, request.form(clientId));
        if (answer.status() != 200) {
            throw refused(answer);
        }
        try {
            return TokenResponse.of(StrictJson.parseObject(answer.body()), request);
        } catch (MalformedJsonException e) {
            // No cause and no text of it: the body may hold a token.
            throw new AuthorizationServerException(uri + " answered 200 with a body that is no JSON object.");
        } catch (TokenResponse.UnusableTokenException e) {
            throw new AuthorizationServerException(uri + " answered 200, but the answer " + e.getMessage() + ".");
        }
    }

    private TokenErrorException refused(HttpAnswer answer) throws AuthorizationServerException {
        Map<String, Object> members = members(answer);
        String error = text(members.get("error"));
        if (error == null) {
            throw new AuthorizationServerException(uri + " answered " + answer.status() + " without an OAuth error."
                    + (answer.status() == 401 ? " It may not have seen or not have known " + who() + "." : ""));
        }
        String description = text(members.get("error_description"));
        return new TokenErrorException(
                uri + " answered " + answer.status() + " " + error + (description != null ? ": " + description : "")
                        + ". Asked by " + who() + "." + hint(error),
                answer.status(),
                error,
                description);
    }

    private static Map<String, Object> members(HttpAnswer answer) {
        try {
            return StrictJson.parseObject(answer.body());
        } catch (MalformedJsonException e) {
            return Collections.emptyMap();
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String && !((String) value).isEmpty() ? Printable.of((String) value) : null;
    }

    private String who() {
        return "client " + Printable.of(clientId) + " by " + authentication.methodName() + " with " + offered();
    }

    private CredentialGeneration offered() {
        return Objects.requireNonNull(connection.offered());
    }

    private String hint(String error) {
        if (!error.equals("invalid_client")) {
            return "";
        }
        int chain = offered().certificateChain().size();
        if (authentication == ClientAuthentication.TLS_CLIENT_AUTH && chain == 1) {
            return " The key store holds the client's certificate alone: some servers want its issuer's after it.";
        }
        if (authentication == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH && chain > 1) {
            return " The key store holds a chain of " + chain + ": some servers take only a single certificate for"
                    + " this method.";
        }
        return "";
    }

    @Override
    public String toString() {
        return "TokenEndpoint[" + uri + ", client " + clientId + ", " + authentication.methodName() + "]";
    }
}
