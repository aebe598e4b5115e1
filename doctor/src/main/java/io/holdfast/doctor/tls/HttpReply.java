package io.holdfast.doctor.tls;

import java.util.List;
import java.util.stream.Collectors;

/** An answer of a server. Immutable. */
public final class HttpReply {
    private final int status;
    private final String version;
    private final List<HttpMessage.Field> fields;
    private final HttpBody body;

    HttpReply(int status, String version, List<HttpMessage.Field> fields, HttpBody body) {
        this.status = status;
        this.version = version;
        this.fields = List.copyOf(fields);
        this.body = body;
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The version of its status line, for example {@code HTTP/1.1}. */
    public String version() {
        return version;
    }

    /** The fields in their order. */
    public List<HttpMessage.Field> fields() {
        return fields;
    }

    /** The values of all fields of a name, whose letter case does not matter. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HttpMessage.Field::value)
                .collect(Collectors.toList());
    }

    /** The body, at most one megabyte of it. */
    public HttpBody body() {
        return body;
    }
}
