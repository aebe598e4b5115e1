package io.holdfast.doctor.tls;

import io.holdfast.doctor.cli.UsageException;
import io.holdfast.text.HostName;
import io.holdfast.text.HttpsAddress;
import java.net.URI;

/** An https address of a server, taken apart. Immutable. */
public final class HttpsUrl {
    private static final int DEFAULT_PORT = 443;

    private final URI uri;

    private HttpsUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Parses an address.
     *
     * @param option the option that names it, for the message
     * @throws UsageException if it is none; the message shows no password that it may hold
     */
    public static HttpsUrl of(Object option, String text) throws UsageException {
        String problem = HttpsAddress.problem(text);
        if (problem != null) {
            throw new UsageException("The value of " + option + ", " + HttpsAddress.shown(text) + ", " + problem
                    + ". It must be an https address, for example https://api.example.com/orders.");
        }
        return new HttpsUrl(URI.create(text));
    }

    /** The host, an IPv6 address without brackets. */
    public String host() {
        return HostName.withoutBrackets(uri.getHost());
    }

    /** The port, 443 if the address names none. */
    public int port() {
        return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }

    /** The value of the {@code Host} field. */
    public String authority() {
        return uri.getRawAuthority();
    }

    /** Path and query. */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() != null ? path + "?" + uri.getRawQuery() : path;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
