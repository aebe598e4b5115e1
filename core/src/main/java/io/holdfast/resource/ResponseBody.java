package io.holdfast.resource;

import java.nio.charset.StandardCharsets;

/** A small body that a door writes itself. Immutable; the octets are handed out as a copy. */
public final class ResponseBody {
    private final String contentType;
    private final byte[] content;

    ResponseBody(String contentType, String text) {
        this.contentType = contentType;
        this.content = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The media type. */
    public String contentType() {
        return contentType;
    }

    /** The octets, UTF-8. */
    public byte[] content() {
        return content.clone();
    }
}
