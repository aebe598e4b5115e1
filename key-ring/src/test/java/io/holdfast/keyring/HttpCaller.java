package io.holdfast.keyring;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP client with a key ring, as the {@link HttpClientContract} uses each. Safe for many threads. */
public interface HttpCaller extends AutoCloseable {
    /**
     * Sends a request and waits for the answer.
     *
     * @param body null: the request has none
     */
    default Answer send(String method, URI uri, @Nullable String body) throws IOException, InterruptedException {
        return send(method, uri, body, true, Map.of());
    }

    /** The same without a body. */
    default Answer get(URI uri) throws IOException, InterruptedException {
        return send("GET", uri, null);
    }

    /**
     * Sends a request with headers.
     *
     * @param repeatable whether the body can be read twice
     */
    Answer send(String method, URI uri, @Nullable String body, boolean repeatable, Map<String, String> headers)
            throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}

    /** What came back. */
    record Answer(int status, String body) {}
}
