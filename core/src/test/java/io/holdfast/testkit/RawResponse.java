package io.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A response as it came: the status, every header line in order, and the body without transfer coding. Immutable. */
public final class RawResponse {

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    RawResponse(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The values of each line of that name, without regard to case. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + "\n" + body();
    }
}
