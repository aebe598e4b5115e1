package io.holdfast.doctor.probe;

import io.holdfast.text.HostName;
import java.net.URI;

/** The resource that is tried: its host, its port and its path with the query. Immutable. */
final class Place {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final URI url;

    Place(URI url) {
        this.url = url;
    }

    /** The name for connections, of an IPv6 address without brackets. */
    String host() {
        return HostName.withoutBrackets(url.getHost());
    }

    int port() {
        return url.getPort() < 0 ? (isPlain() ? HTTP : HTTPS) : url.getPort();
    }

    /** True for plain HTTP. */
    boolean isPlain() {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    /** This path and query by plain HTTP at another port of the host. */
    Place byPlainHttp(int port) {
        return new Place(URI.create("http://" + url.getHost() + (port == HTTP ? "" : ":" + port) + target()));
    }

    /** The value of the header Host. */
    String authority() {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    String path() {
        String path = url.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** The path with the query. */
    String target() {
        return target(path());
    }

    /** Another path with the query. */
    String target(String path) {
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    String origin() {
        return (isPlain() ? "http://" : "https://") + authority();
    }

    URI url() {
        return url;
    }
}
