package io.holdfast.doctor.tls;

import java.util.ArrayList;
import java.util.List;

/** A request as it goes out: method, target and fields are written as they are. Immutable. */
public final class HttpMessage {
    private final String method;
    private final String target;
    private final List<Field> fields;
    private final byte[] body;

    private HttpMessage(String method, String target, List<Field> fields, byte[] body) {
        this.method = method;
        this.target = target;
        this.fields = fields;
        this.body = body;
    }

    /** A header field. Immutable. */
    public static final class Field {
        private final String name;
        private final String value;

        /** Makes a field of a name and a value without line ends. */
        public Field(String name, String value) {
            this.name = name;
            this.value = value;
        }

        /** The name as it was written. */
        public String name() {
            return name;
        }

        /** The value. It may hold a token: not for output. */
        public String value() {
            return value;
        }

        /** The name alone. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A request without fields.
     *
     * @param target the request target, for example {@code /orders?page=1}
     * @throws IllegalArgumentException if method or target hold space or control characters
     */
    public static HttpMessage of(String method, String target) {
        return new HttpMessage(word(method), word(target), List.of(), new byte[0]);
    }

    /** This request with one more field; a name may come twice. */
    public HttpMessage field(String name, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0) || name.isEmpty()) {
            throw new IllegalArgumentException("The header field " + word(name) + " has a line end in its value.");
        }
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(word(name), value));
        return new HttpMessage(method, target, List.copyOf(more), body);
    }

    /** This request with a body, and a field with its length. */
    public HttpMessage body(byte[] content) {
        HttpMessage counted = field("Content-Length", String.valueOf(content.length));
        return new HttpMessage(method, target, counted.fields, content.clone());
    }

    private static String word(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("A method, target or field name is empty or holds space.");
        }
        return text;
    }

    /** The method. */
    public String method() {
        return method;
    }

    /** The request target. */
    public String target() {
        return target;
    }

    /** The fields in their order. */
    public List<Field> fields() {
        return fields;
    }

    byte[] body() {
        return body;
    }

    String head() {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        fields.forEach(field ->
                head.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** Method and target; no field, which may hold a token. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
