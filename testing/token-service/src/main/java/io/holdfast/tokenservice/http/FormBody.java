package io.holdfast.tokenservice.http;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The form in the body of a request: of the right type, not encoded, and at most 16 KiB. */
public final class FormBody {
    private static final Logger LOG = LoggerFactory.getLogger(FormBody.class);
    private static final int LARGEST_BODY = 16 * 1024;
    private static final Pattern FORM = Pattern.compile(
            "application/x-www-form-urlencoded(?:\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private FormBody() {}

    /**
     * Reads it.
     *
     * @throws OAuthErrorException {@code invalid_request} if it is not such a form
     */
    public static FormParameters of(HttpRequest request) throws OAuthErrorException {
        List<String> types = request.headers("Content-Type");
        if (types.size() != 1 || !FORM.matcher(types.get(0)).matches()) {
            throw new OAuthErrorException(INVALID_REQUEST, "The Content-Type is not application/x-www-form-urlencoded");
        }
        if (!request.headers("Content-Encoding").isEmpty()) {
            throw new OAuthErrorException(INVALID_REQUEST, "A Content-Encoding is not taken");
        }
        try (InputStream in = request.body()) {
            return FormParameters.parse(read(in));
        } catch (IOException e) {
            // Left to the server, it would be answered with a page instead of the error of RFC 6749.
            LOG.debug("A request broke off or was malformed: {}", e.getClass().getName());
            throw new OAuthErrorException(INVALID_REQUEST, "The body is incomplete or malformed");
        }
    }

    private static byte[] read(InputStream in) throws IOException, OAuthErrorException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            body.write(buffer, 0, read);
            if (body.size() > LARGEST_BODY) {
                throw new OAuthErrorException(INVALID_REQUEST, "The body is longer than 16 KiB");
            }
        }
        return body.toByteArray();
    }
}
