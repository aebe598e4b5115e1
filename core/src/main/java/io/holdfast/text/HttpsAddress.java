package io.holdfast.text;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an address may be called: absolute, https, a host and port, and no user info or fragment. Holds
 * nothing.
 */
public final class HttpsAddress {
    private HttpsAddress() {}

    /** The fault of the address, as the end of a sentence; null if there is none. */
    public static @Nullable String problem(URI uri) {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            return "is not an https address";
        }
        if (uri.getRawUserInfo() != null) {
            return "holds user info";
        }
        if (uri.getHost() == null) {
            return "names no host, or one with characters that hosts have not (an underscore, for example)";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return "has a port that is none";
        }
        return uri.getRawFragment() != null ? "has a fragment" : null;
    }

    /**
     * The fault of the address in a text, as the end of a sentence that does not repeat it; null if there is none.
     */
    public static @Nullable String problem(String text) {
        try {
            return problem(new URI(text));
        } catch (URISyntaxException e) {
            return "is not a URI";
        }
    }

    /** The address as messages show it: printable, and without user info, which may be a password. */
    public static String shown(String text) {
        return Printable.of(text.replaceAll("//[^/?#]*@", "//***@"));
    }
}
