package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says about itself. Only {@link #parse} makes one, and only when the document speaks for
 * the issuer that was asked for and every endpoint in it is an https address.
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
    private static final String ALIASES = "mtls_endpoint_aliases";

    private final String issuer;
    private final Map<String, URI> addresses;
    private final Map<String, URI> aliases;

    private AuthorizationServerMetadata(String issuer, Map<String, URI> addresses, Map<String, URI> aliases) {
        this.issuer = issuer;
        this.addresses = addresses;
        this.aliases = aliases;
    }

    /**
     * Reads a metadata document.
     *
     * @param document the document's text, JSON
     * @param issuer the issuer whose metadata this must be, compared code point by code point
     * @throws AuthorizationServerException if this is not a JSON object, speaks for another issuer, or names an endpoint
     *     that is not an https address
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
            throw new AuthorizationServerException("The metadata of " + issuer + " "
                    + (said instanceof String ? "says that it is of " + Printable.of((String) said) : "names no issuer")
                    + ". Both must be equal character by character: set the issuer exactly as the server writes it.");
        }
        return new AuthorizationServerMetadata(
                issuer, addresses(members, issuer), addresses(objectOrEmpty(members.get(ALIASES), issuer), issuer));
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

    /** The members that are addresses to call; all others, whatever they hold, are passed over. */
    private static Map<String, URI> addresses(Map<?, ?> members, String issuer) throws AuthorizationServerException {
        Map<String, URI> addresses = new HashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = String.valueOf(member.getKey());
            if (member.getValue() != null && (name.endsWith("_endpoint") || name.equals(JWKS_URI))) {
                addresses.put(name, address(name, member.getValue(), issuer));
            }
        }
        return addresses;
    }

    private static URI address(String name, Object value, String issuer) throws AuthorizationServerException {
        String whatItIs = "In the metadata of " + issuer + " " + Printable.of(name);
        String problem = value instanceof String ? HttpsAddress.problem((String) value) : "is not a string";
        if (problem != null) {
            throw new AuthorizationServerException(whatItIs + " " + problem + ". It must be an https address.");
        }
        return URI.create((String) value);
    }

    /** The issuer, as configured and as the document says. */
    public String issuer() {
        return issuer;
    }

    /**
     * The token endpoint for clients without a certificate.
     *
     * @throws AuthorizationServerException if the document names none
     */
    public URI tokenEndpoint() throws AuthorizationServerException {
        return present(addresses.get(TOKEN_ENDPOINT), TOKEN_ENDPOINT);
    }

    /**
     * The token endpoint for clients that use mutual TLS: the alias if there is one, else {@link #tokenEndpoint()}.
     *
     * @throws AuthorizationServerException if the document names neither
     */
    public URI mtlsTokenEndpoint() throws AuthorizationServerException {
        URI alias = aliases.get(TOKEN_ENDPOINT);
        return alias != null ? alias : tokenEndpoint();
    }

    /**
     * The address of the server's keys. There is no mutual TLS alias for it: only endpoints have one.
     *
     * @throws AuthorizationServerException if the document names none
     */
    public URI jwksUri() throws AuthorizationServerException {
        return present(addresses.get(JWKS_URI), JWKS_URI);
    }

    private URI present(@Nullable URI address, String name) throws AuthorizationServerException {
        if (address == null) {
            throw new AuthorizationServerException("The metadata of " + issuer + " has no " + name + ".");
        }
        return address;
    }

    @Override
    public String toString() {
        return "AuthorizationServerMetadata[" + issuer + "]";
    }
}
