package io.holdfast.field;

import java.net.http.HttpClient.Version;

/** A version of TLS with one of HTTP. */
enum Protocol {
    TLS_12_HTTP_11("TLSv1.2", Version.HTTP_1_1),
    TLS_12_HTTP_2("TLSv1.2", Version.HTTP_2),
    TLS_13_HTTP_11("TLSv1.3", Version.HTTP_1_1),
    TLS_13_HTTP_2("TLSv1.3", Version.HTTP_2);

    final String tls;
    final Version http;

    Protocol(String tls, Version http) {
        this.tls = tls;
        this.http = http;
    }

    @Override
    public String toString() {
        return tls + ", " + (http == Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1");
    }
}
