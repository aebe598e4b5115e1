package io.holdfast.authorizationserver;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What makes an address one that may be called: absolute, https, a host, and no user info or fragment. */
final class HttpsAddress {
    private HttpsAddress() {}

    static URI require(URI uri) throws AuthorizationServerException {
        String problem = problem(uri);
        if (problem != null) {
            throw new AuthorizationServerException(uri + " " + problem + ". Only https addresses are called.");
        }
        return uri;
    }

    /** What is wrong with the address, as the end of a sentence; null if nothing is. Never quotes user info. */
    static @Nullable String problem(URI uri) {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            return "is not an https address";
        }
        if (uri.getHost() == null) {
            return "names no host, or one with characters that hosts have not (an underscore, for example)";
        }
        if (uri.getRawUserInfo() != null) {
            return "holds user info";
        }
        return uri.getRawFragment() != null ? "has a fragment" : null;
    }

    static URI parse(String text, String whatItIs) throws AuthorizationServerException {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new AuthorizationServerException(whatItIs + " is not a URI. It must be an https address.");
        }
        String problem = problem(uri);
        if (problem != null) {
            throw new AuthorizationServerException(whatItIs + " " + problem + ". It must be an https address.");
        }
        return uri;
    }
}
