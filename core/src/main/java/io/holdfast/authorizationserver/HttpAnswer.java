package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An authorization server's answer: the status, the media type and the whole body. */
final class HttpAnswer {
    private final int status;
    private final String mediaType;
    private final @Nullable Duration retryAfter;
    private final String body;
    private final boolean withCertificate;
    private final @Nullable String location;

    HttpAnswer(int status, String mediaType, @Nullable Duration retryAfter, String body, boolean withCertificate) {
        this(status, mediaType, retryAfter, body, withCertificate, null);
    }

    private HttpAnswer(
            int status,
            String mediaType,
            @Nullable Duration retryAfter,
            String body,
            boolean withCertificate,
            @Nullable String location) {
        this.status = status;
        this.mediaType = mediaType;
        this.retryAfter = retryAfter;
        this.body = body;
        this.withCertificate = withCertificate;
        this.location = location;
    }

    /** This answer with the address that it points to; null for none. */
    HttpAnswer pointingTo(@Nullable String address) {
        return new HttpAnswer(status, mediaType, retryAfter, body, withCertificate, address);
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

    /**
     * The address that a redirect points to, in printable characters and without its query, which may repeat what was
     * sent; null if there is none.
     */
    @Nullable
    String location() {
        return location == null ? null : Printable.of(location.replaceFirst("[?#].*", ""));
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
