package io.holdfast.authorizationserver;

import java.net.URI;

/**
 * Finds an authorization server's metadata by its issuer. Two layouts are in use and both are tried: RFC 8414 puts its
 * well-known part between host and path of the issuer, OpenID Connect appends its own to the whole.
 *
 * <p>Nothing is kept: every call asks the server. As safe for use by several threads as its source.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.1">RFC 8414 section 3.1, "Authorization Server Metadata
 *     Request"</a>
 */
public final class MetadataDiscovery {
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private final DocumentSource documents;

    /** Asks for the documents through this source. */
    public MetadataDiscovery(DocumentSource documents) {
        this.documents = documents;
    }

    /**
     * The metadata of an issuer.
     *
     * @param issuer an https address without query and fragment, exactly as the server writes it
     * @throws AuthorizationServerException if the issuer is not such an address, or if neither layout gives metadata of
     *     this issuer; the message then tells both addresses
     */
    public AuthorizationServerMetadata discover(String issuer) throws AuthorizationServerException {
        URI base = HttpsAddress.parse(issuer, "The issuer " + Printable.of(issuer));
        if (base.getRawQuery() != null) {
            throw new AuthorizationServerException(
                    "The issuer " + Printable.of(issuer) + " has a query. An issuer is an https address without one.");
        }
        String path = withoutLastSlash(base.getRawPath());
        URI oauth = base.resolve(OAUTH + path);
        URI openid = base.resolve(path + OPENID);
        try {
            return metadata(oauth, issuer);
        } catch (AuthorizationServerException first) {
            try {
                return metadata(openid, issuer);
            } catch (AuthorizationServerException second) {
                AuthorizationServerException both = new AuthorizationServerException(
                        "No metadata for the issuer " + issuer + ". At " + oauth + ": " + first.getMessage() + " At "
                                + openid + ": " + second.getMessage(),
                        second);
                both.addSuppressed(first);
                throw both;
            }
        }
    }

    private AuthorizationServerMetadata metadata(URI address, String issuer) throws AuthorizationServerException {
        return AuthorizationServerMetadata.parse(documents.get(address), issuer);
    }

    private static String withoutLastSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
