package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.HttpReply;
import io.holdfast.text.Base64Url;
import io.holdfast.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP response, as far as it is kept: of the body at most one megabyte. Immutable. */
final class Answer {
    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
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

    int length() {
        return body.length;
    }

    byte[] body() {
        return body.clone();
    }

    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** The SHA-256 of the body, base64url. */
    String digest() {
        return Base64Url.encode(Sha256.of(body));
    }

    /** The body with each run of digits as one sign: times, counters and numbers of requests change from call to call. */
    String blanked() {
        return text().replaceAll("[0-9]+", "#");
    }

    /** Status, type and length in words. */
    String words() {
        if (body.length == 0) {
            return Integer.toString(status);
        }
        String size = body.length < 1000
                ? body.length + " bytes"
                : String.format(Locale.ROOT, "%.1f kB", body.length / 1000.0);
        return status + ", " + size + (type().isEmpty() ? "" : " " + type());
    }
}
