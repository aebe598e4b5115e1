package io.holdfast.authorizationserver;

import io.holdfast.text.HttpsAddress;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/** Checks the address of an HTTP proxy: {@code http://host:port} and nothing more. Holds nothing. */
final class ProxyAddress {
    private ProxyAddress() {}

    /**
     * The proxy at an address.
     *
     * @throws IllegalArgumentException if it is none; the message does not show a password in it
     */
    static HttpHost of(URI address) {
        if (!"http".equalsIgnoreCase(address.getScheme())
                || address.getRawUserInfo() != null
                || address.getHost() == null
                || address.getPort() < 1
                || address.getPort() > 65535
                || !(address.getRawPath().isEmpty() || address.getRawPath().equals("/"))
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException("The proxy " + HttpsAddress.shown(address.toString())
                    + " is none: give http://host:port and nothing more. Proxies with a password or over TLS are not"
                    + " supported.");
        }
        return new HttpHost("http", address.getHost(), address.getPort());
    }
}
