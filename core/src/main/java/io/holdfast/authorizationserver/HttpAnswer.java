package io.holdfast.authorizationserver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An authorization server's answer: the status, the media type and the whole body. */
final class HttpAnswer {
    private final int status;
    private final String mediaType;
    private final @Nullable Duration retryAfter;
    private final String body;
    private final boolean withCertificate;

    HttpAnswer(int status, String mediaType, @Nullable Duration retryAfter, String body, boolean withCertificate) {
        this.status = status;
        this.mediaType = mediaType;
        this.retryAfter = retryAfter;
        this.body = body;
        this.withCertificate = withCertificate;
    }

    int status() {
        return status;
    }

    /** The media type in lower case and without parameters; empty if the answer names none, or none that can be read. */
    String mediaType() {
        return mediaType;
    }

    /** The pause that the server asks for, an hour at most; null if it does not ask. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** The body as it came; it may hold a token, so it must not be printed. */
    String body() {
        return body;
    }

    /**
     * The body as JSON text: without the byte order mark that some servers write before it.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-8.1">RFC 8259 section 8.1, "Character Encoding"</a>
     */
    String json() {
        return body.startsWith("\uFEFF") ? body.substring(1) : body;
    }

    /** True if the server asked for the client's certificate and got it. */
    boolean isWithCertificate() {
        return withCertificate;
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", body of " + body.length() + " characters]";
    }
}
