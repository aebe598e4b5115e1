package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.HttpsAddress;
import io.holdfast.text.Printable;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an authorization server. Only {@link #parse} makes one, and only when the document speaks for
 * the issuer that was asked for. Addresses are checked when they are asked for.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2, "Authorization Server
 *     Metadata"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-5">RFC 8705 section 5, "Metadata for Mutual-TLS Endpoint
 *     Aliases"</a>
 */
public final class AuthorizationServerMetadata {
    private static final String JWKS_URI = "jwks_uri";
    private static final String TOKEN_ENDPOINT = "token_endpoint";
    private static final String INTROSPECTION_ENDPOINT = "introspection_endpoint";
    private static final String ALIASES = "mtls_endpoint_aliases";
    private static final String METHODS = "token_endpoint_auth_methods_supported";
    private static final String BOUND = "tls_client_certificate_bound_access_tokens";

    private final String issuer;
    private final Map<?, ?> members;
    private final Map<?, ?> aliases;

    private AuthorizationServerMetadata(String issuer, Map<?, ?> members, Map<?, ?> aliases) {
        this.issuer = issuer;
        this.members = members;
        this.aliases = aliases;
    }

    /**
     * Reads a metadata document.
     *
     * @param document the document's text, JSON
     * @param issuer the issuer whose metadata this must be, compared code point by code point
     * @throws AuthorizationServerException if this is not a JSON object or speaks for another issuer
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.3">RFC 8414 section 3.3, "Authorization Server
     *     Metadata Validation"</a>
     */
    public static AuthorizationServerMetadata parse(String document, String issuer)
            throws AuthorizationServerException {
        Map<String, Object> members;
        try {
            members = StrictJson.parseObject(document);
        } catch (MalformedJsonException e) {
            throw new AuthorizationServerException("The metadata of " + issuer + " is not usable: " + e.getMessage());
        }
        Object said = members.get("issuer");
        if (!issuer.equals(said)) {
            String equal =
                    ". Both must be equal character by character: set the issuer exactly as the server writes it.";
            if (!(said instanceof String)) {
                throw new AuthorizationServerException("The metadata of " + issuer + " names no issuer" + equal);
            }
            String other = Printable.of((String) said);
            throw AuthorizationServerException.ofOtherIssuer(
                    "The metadata of " + issuer + " says that it is of " + other + equal, other);
        }
        return new AuthorizationServerMetadata(issuer, members, objectOrEmpty(members.get(ALIASES), issuer));
    }

    private static Map<?, ?> objectOrEmpty(@Nullable Object value, String issuer) throws AuthorizationServerException {
        if (value == null) {
            return Collections.emptyMap();
        }
        if (value instanceof Map) {
            return (Map<?, ?>) value;
        }
        throw new AuthorizationServerException("In the metadata of " + issuer + " " + ALIASES + " is not an object.");
    }

    /** The issuer, as configured and as the document says. */
    public String issuer() {
        return issuer;
    }

    /**
     * The token endpoint for clients without a certificate.
     *
     * @throws AuthorizationServerException if the document names none, or one that is not an https address
     */
    public URI tokenEndpoint() throws AuthorizationServerException {
        return address(members, TOKEN_ENDPOINT);
    }

    /**
     * The token endpoint for clients that use mutual TLS: the alias if there is one, else {@link #tokenEndpoint()}.
     *
     * @throws AuthorizationServerException if the document names neither, or one that is not an https address
     */
    public URI mtlsTokenEndpoint() throws AuthorizationServerException {
        return aliases.get(TOKEN_ENDPOINT) != null ? address(aliases, TOKEN_ENDPOINT) : tokenEndpoint();
    }

    /** True if the document says that the server binds tokens to certificates. */
    public boolean bindsTokens() {
        return Boolean.TRUE.equals(members.get(BOUND));
    }

    /** True if the token endpoint for clients that use mutual TLS is another than the one for others. */
    public boolean hasMtlsTokenEndpoint() {
        return aliases.get(TOKEN_ENDPOINT) != null;
    }

    /**
     * The introspection endpoint for protected resources that authenticate without a certificate.
     *
     * @throws AuthorizationServerException if the document names none, or one that is not an https address
     */
    public URI introspectionEndpoint() throws AuthorizationServerException {
        return address(members, INTROSPECTION_ENDPOINT);
    }

    /**
     * The introspection endpoint for protected resources that use mutual TLS: the alias if there is one, else
     * {@link #introspectionEndpoint()}.
     *
     * @throws AuthorizationServerException if the document names neither, or one that is not an https address
     */
    public URI mtlsIntrospectionEndpoint() throws AuthorizationServerException {
        return aliases.get(INTROSPECTION_ENDPOINT) != null
                ? address(aliases, INTROSPECTION_ENDPOINT)
                : introspectionEndpoint();
    }

    /**
     * The address of the server's keys. There is no mutual TLS alias for it: only endpoints have one.
     *
     * @throws AuthorizationServerException if the document names none, or one that is not an https address
     */
    public URI jwksUri() throws AuthorizationServerException {
        return address(members, JWKS_URI);
    }

    /**
     * Adds the objections to a request for a bound token here, by this method.
     *
     * @throws AuthorizationServerException as the remarks throw it
     */
    public void remarkOn(ClientAuthentication method, MetadataRemarks remarks) throws AuthorizationServerException {
        Object methods = members.get(METHODS);
        boolean known = methods == null
                ? method == ClientAuthentication.CLIENT_SECRET_BASIC // RFC 8414 takes absence for this method
                : methods instanceof Collection && ((Collection<?>) methods).contains(method.methodName());
        if (!known) {
            remarks.add(
                    "The metadata of " + issuer + " do not list " + method.methodName() + " in " + METHODS + ", but "
                            + (methods == null
                                    ? "leave it out, which means client_secret_basic alone"
                                    : Printable.of(methods.toString()))
                            + ". The token endpoint may refuse the client: see by which method it is registered there.");
        }
        if (!bindsTokens()) {
            remarks.add("The metadata of " + issuer + " do not say that " + BOUND + " is true. Its tokens may not be"
                    + " bound to the client's certificate: turn that on at the server, for this client too where it is"
                    + " a setting of the client.");
        }
    }

    /** Checks an address when it is asked for: that of an endpoint that nobody calls may be anything. */
    private URI address(Map<?, ?> from, String name) throws AuthorizationServerException {
        Object value = from.get(name);
        if (value == null) {
            throw new AuthorizationServerException("The metadata of " + issuer + " has no " + name + ".");
        }
        String problem = value instanceof String ? HttpsAddress.problem((String) value) : "is not a string";
        if (problem != null) {
            throw new AuthorizationServerException(
                    "In the metadata of " + issuer + " " + name + " " + problem + ". It must be an https address.");
        }
        return URI.create((String) value);
    }

    @Override
    public String toString() {
        return "AuthorizationServerMetadata[" + issuer + "]";
    }
}
