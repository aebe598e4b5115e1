package io.holdfast.authorizationserver;

import io.holdfast.text.HttpsAddress;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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
     * The addresses where the metadata of an issuer may stand, in the order of the attempts.
     *
     * @param issuer an https address without query and fragment
     * @throws IllegalArgumentException if the issuer is not such an address
     */
    public static List<URI> addresses(String issuer) {
        String problem = HttpsAddress.problem(issuer);
        if (problem == null && issuer.indexOf('?') >= 0) {
            problem = "has a query";
        }
        if (problem != null) {
            throw new IllegalArgumentException("The issuer " + HttpsAddress.shown(issuer) + " " + problem
                    + ". An issuer is an https address without query and fragment.");
        }
        URI base = URI.create(issuer);
        String path = withoutLastSlash(base.getRawPath());
        return Collections.unmodifiableList(Arrays.asList(base.resolve(OAUTH + path), base.resolve(path + OPENID)));
    }

    /**
     * The metadata of an issuer.
     *
     * @param issuer an https address without query and fragment, exactly as the server writes it
     * @throws AuthorizationServerException if the issuer is not such an address, if it cannot be reached, or if neither
     *     layout gives metadata of this issuer; the message then tells the addresses that were asked
     */
    public AuthorizationServerMetadata discover(String issuer) throws AuthorizationServerException {
        List<URI> addresses;
        try {
            addresses = addresses(issuer);
        } catch (IllegalArgumentException e) {
            throw new AuthorizationServerException(String.valueOf(e.getMessage()), e);
        }
        StringBuilder failures =
                new StringBuilder("No metadata for the issuer ").append(issuer).append('.');
        AuthorizationServerException last = null;
        for (URI address : addresses) {
            try {
                return AuthorizationServerMetadata.parse(documents.get(address), issuer);
            } catch (AuthorizationServerException e) {
                String message = String.valueOf(e.getMessage());
                failures.append(' ');
                if (!message.startsWith(address.toString())) {
                    failures.append("At ").append(address).append(": ");
                }
                failures.append(last != null && message.equals(last.getMessage()) ? "the same." : message);
                last = last != null && last.otherIssuer().isPresent() ? last : e;
                if (unreachable(e)) {
                    break; // to wait for the same server twice would only double the time that callers wait
                }
            }
        }
        if (last != null
                && !unreachable(last)
                && !last.isServerError()
                && !last.otherIssuer().isPresent()) {
            failures.append(" See whether the issuer is written exactly as the server writes it, path and last slash"
                    + " included.");
        }
        throw AuthorizationServerException.ofAll(failures.toString(), last);
    }

    private static boolean unreachable(AuthorizationServerException e) {
        return e.getCause() instanceof IOException && !(e.getCause() instanceof BoundedBody.RefusedAnswerException);
    }

    private static String withoutLastSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
