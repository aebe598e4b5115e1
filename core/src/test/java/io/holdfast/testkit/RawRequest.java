package io.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request as it is written to the wire; header lines stay in order and may repeat. Immutable. */
public final class RawRequest {

    private final String method;
    private final String target;
    private final List<String> headerLines;
    private final byte[] body;

    private RawRequest(String method, String target, List<String> headerLines, byte[] body) {
        this.method = method;
        this.target = target;
        this.headerLines = List.copyOf(headerLines);
        this.body = body;
    }

    public static RawRequest get(String target) {
        return of("GET", target);
    }

    public static RawRequest of(String method, String target) {
        return new RawRequest(method, target, List.of(), new byte[0]);
    }

    /** One more header line, whatever the value holds; characters are written as ISO-8859-1 bytes. */
    public RawRequest header(String name, String value) {
        return line(name + ": " + value);
    }

    /** One more header line, character for character. */
    public RawRequest line(String line) {
        List<String> lines = new ArrayList<>(headerLines);
        lines.add(line);
        return new RawRequest(method, target, lines, body);
    }

    public RawRequest bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** A form body with its Content-Type. */
    public RawRequest form(String encoded) {
        return header("Content-Type", "application/x-www-form-urlencoded").body(encoded);
    }

    public RawRequest body(String text) {
        return new RawRequest(method, target, headerLines, text.getBytes(StandardCharsets.UTF_8));
    }

    String method() {
        return method;
    }

    /** Method and target; no header, because a token may stand there. */
    @Override
    public String toString() {
        return method + " " + target;
    }

    /** The request's bytes. A Host line is written first unless one was given; Content-Length only for a body. */
    byte[] bytes(String host) {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (headerLines.stream().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            head.append("Host: ").append(host).append("\r\n");
        }
        headerLines.forEach(line -> head.append(line).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
