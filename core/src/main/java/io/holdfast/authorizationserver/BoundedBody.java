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
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/**
 * Reads an answer whole, up to a number of bytes. Compressed bodies are refused: none was asked for, and a small one
 * may stand for a huge one.
 */
final class BoundedBody implements HttpClientResponseHandler<HttpAnswer> {
    private final int maxBytes;
    private final Cancellable call;

    BoundedBody(int maxBytes, Cancellable call) {
        this.maxBytes = maxBytes;
        this.call = call;
    }

    @Override
    public HttpAnswer handleResponse(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new HttpAnswer(response.getCode(), "", "");
        }
        String encoding = entity.getContentEncoding();
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw refused("answered with a compressed body, which was not asked for");
        }
        return new HttpAnswer(response.getCode(), mediaType(entity), text(bytes(entity)));
    }

    private static String mediaType(HttpEntity entity) {
        ContentType type = ContentType.parseLenient(entity.getContentType());
        return type != null ? type.getMimeType().toLowerCase(Locale.ROOT) : "";
    }

    private byte[] bytes(HttpEntity entity) throws IOException {
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

    private RefusedAnswerException tooLarge() {
        return refused("answered with more than " + maxBytes + " bytes");
    }

    /** Breaks the connection off: closing the body would otherwise read what is left of it, however much that is. */
    private RefusedAnswerException refused(String why) {
        call.cancel();
        return new RefusedAnswerException(why);
    }

    private static String text(byte[] utf8) throws RefusedAnswerException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedAnswerException("answered with a body that is not UTF-8");
        }
    }

    /** An answer that is not taken; the message is the end of a sentence that begins with the address. */
    static final class RefusedAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        private RefusedAnswerException(String message) {
            super(message);
        }
    }
}
