package io.holdfast.authorizationserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Reads an answer whole, up to a number of bytes. Compressed bodies are refused: none was asked for, and a small one
 * may stand for a huge one.
 */
final class BoundedBody {
    private final int maxBytes;
    private final Cancellable call;

    BoundedBody(int maxBytes, Cancellable call) {
        this.maxBytes = maxBytes;
        this.call = call;
    }

    /**
     * The answer whole.
     *
     * @param withCertificate true if the server asked for the client's certificate and got it
     */
    HttpAnswer handleResponse(ClassicHttpResponse response, boolean withCertificate) throws IOException {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        return answer(response, withCertificate).pointingTo(location == null ? null : location.getValue());
    }

    private HttpAnswer answer(ClassicHttpResponse response, boolean withCertificate) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new HttpAnswer(response.getCode(), "", RetryAfter.of(response), "", withCertificate);
        }
        String encoding = entity.getContentEncoding();
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            breakOff();
            throw new RefusedAnswerException(
                    "answered with a compressed body, which was not asked for", response.getCode(), mediaType(entity));
        }
        try {
            return new HttpAnswer(
                    response.getCode(),
                    mediaType(entity),
                    RetryAfter.of(response),
                    text(bytes(entity)),
                    withCertificate);
        } catch (UnusableBodyException e) {
            throw new RefusedAnswerException(e.reason, response.getCode(), mediaType(entity));
        }
    }

    private static String mediaType(HttpEntity entity) {
        ContentType type = ContentType.parseLenient(entity.getContentType());
        return type != null ? type.getMimeType().toLowerCase(Locale.ROOT) : "";
    }

    private byte[] bytes(HttpEntity entity) throws IOException, UnusableBodyException {
        if (entity.getContentLength() > maxBytes) {
            throw tooLarge();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        InputStream in = entity.getContent(); // the client closes it
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes.write(buffer, 0, n);
            if (bytes.size() > maxBytes) {
                throw tooLarge();
            }
        }
        return bytes.toByteArray();
    }

    private UnusableBodyException tooLarge() {
        breakOff();
        return new UnusableBodyException("answered with more than " + maxBytes + " bytes");
    }

    /** Closing the body would otherwise read what is left of it, however much that is. */
    private void breakOff() {
        call.cancel();
    }

    private static String text(byte[] utf8) throws UnusableBodyException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnusableBodyException("answered with a body that is not UTF-8");
        }
    }

    /** An answer that is not taken; the message is the end of a sentence that begins with the address. */
    static final class RefusedAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String mediaType;

        private RefusedAnswerException(String message, int status, String mediaType) {
            super(message);
            this.status = status;
            this.mediaType = mediaType;
        }

        /** The answer without its body, which is empty here. */
        HttpAnswer head() {
            return new HttpAnswer(status, mediaType, null, "", true);
        }
    }

    /** The reason to reject a body. */
    private static final class UnusableBodyException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        private UnusableBodyException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
