package io.holdfast.keyring;

import io.holdfast.text.HostName;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Scheme, host and port of a server that may receive the token. The scheme is always https.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-4">RFC 6454 section 4, "Origin of a URI"</a>
 */
final class Origin {
    private static final int HTTPS_PORT = 443;
    private static final String EXAMPLE = "Give it like https://api.example.com or https://api.example.com:8443.";

    private final String host;
    private final int port;

    private Origin(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** @throws IllegalArgumentException if the text is not an https origin and nothing more */
    static Origin parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not an origin: it is no URI. " + EXAMPLE, e);
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an https origin, and tokens are only sent by https. " + EXAMPLE);
        }
        if (uri.getHost() == null || !bare(uri)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is more or less than scheme, host and port. " + EXAMPLE);
        }
        return new Origin(HostName.normal(uri.getHost()), uri.getPort() < 0 ? HTTPS_PORT : uri.getPort());
    }

    static Origin of(URI https) {
        return new Origin(HostName.normal(https.getHost()), https.getPort() < 0 ? HTTPS_PORT : https.getPort());
    }

    private static boolean bare(URI uri) {
        return uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    }

    /** True if this is the https origin of this host and port; a negative port stands for 443. */
    boolean is(String otherHost, int otherPort) {
        return port == (otherPort < 0 ? HTTPS_PORT : otherPort) && hasHost(otherHost);
    }

    boolean hasHost(String otherHost) {
        return host.equals(otherHost) || host.equals(HostName.normal(otherHost)); // mostly it is written alike
    }

    @Override
    public String toString() {
        return "https://" + HostName.inUri(host) + ":" + port;
    }
}
