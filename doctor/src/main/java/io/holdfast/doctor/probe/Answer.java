package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.HttpBody;
import io.holdfast.doctor.tls.HttpReply;
import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP response, as far as it is kept. A run keeps up to two hundred of them, so of each body only the beginning, by
 * which answers are compared. Immutable.
 */
final class Answer {
    /** The number of bytes of a body that are kept. */
    static final int KEPT_OF_BODIES = 128 * 1024;

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final HttpBody body;

    Answer(int status, List<Map.Entry<String, String>> headers, HttpBody body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    static Answer of(HttpReply reply) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        reply.fields().forEach(field -> headers.add(Map.entry(field.name(), field.value())));
        return new Answer(reply.status(), headers, reply.body());
    }

    int status() {
        return status;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                values.add(header.getValue());
            }
        }
        return values;
    }

    /** The media type without parameters; empty if the answer names none. */
    String type() {
        List<String> types = values("Content-Type");
        return types.isEmpty() ? "" : types.get(0).split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The number of bytes of the body, up to one megabyte. */
    int length() {
        return body.length();
    }

    /** The beginning of the body. */
    byte[] body() {
        return body.beginning();
    }

    /** The beginning of the body. */
    String text() {
        return new String(body.beginning(), StandardCharsets.ISO_8859_1);
    }

    /** The SHA-256 of the body, base64url. */
    String digest() {
        return Base64Url.encode(body.digest());
    }

    /** The text with each run of digits as one sign: times, counters and numbers of requests change from call to call. */
    String blanked() {
        return text().replaceAll("[0-9]+", "#");
    }

    /** Status, type and length in words. */
    String words() {
        if (length() == 0) {
            return Integer.toString(status);
        }
        String size = length() < 1000 ? length() + " bytes" : String.format(Locale.ROOT, "%.1f kB", length() / 1000.0);
        return status + ", " + size + (type().isEmpty() ? "" : " " + type());
    }
}
