package io.holdfast.doctor.probe;

import java.net.URI;

/** The resource that is tried: its host, its port and its path with the query. Immutable. */
final class Place {
    private static final int HTTPS = 443;

    private final URI url;

    Place(URI url) {
        this.url = url;
    }

    /** The name for connections, of an IPv6 address without brackets. */
    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return url.getPort() < 0 ? HTTPS : url.getPort();
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
        return "https://" + authority();
    }

    URI url() {
        return url;
    }
}
