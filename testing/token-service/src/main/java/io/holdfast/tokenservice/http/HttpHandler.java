package io.holdfast.tokenservice.http;

import java.io.IOException;

/** Answers requests. Safe for use by many threads. */
public interface HttpHandler {
    /**
     * The answer to one request.
     *
     * @throws IOException if the request cannot be read
     */
    HttpResponse handle(HttpRequest request) throws IOException;
}
