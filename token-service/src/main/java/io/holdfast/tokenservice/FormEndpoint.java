package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthError;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint that takes a form by POST and answers with JSON that nobody may keep (RFC 6749 §3.2 and §5). */
final class FormEndpoint implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FormEndpoint.class);
    private static final int LARGEST_BODY = 16 * 1024;
    private static final Pattern FORM = Pattern.compile(
            "application/x-www-form-urlencoded(?:\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private final String name;
    private final Action action;

    /** @param name as in "the token endpoint" */
    FormEndpoint(String name, Action action) {
        this.name = name;
        this.action = action;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return error(405, INVALID_REQUEST, "The " + name + " endpoint takes POST only")
                    .header("Allow", "POST");
        }
        try {
            return action.answer(FormParameters.parse(body(request)), request).notStored();
        } catch (OAuthErrorException e) {
            HttpResponse answer = error(e.error().status(), e.error(), e.getMessage());
            List<String> authorization = request.headers("Authorization");
            if (e.error() == INVALID_CLIENT && !authorization.isEmpty()) {
                Optional<String> challenge = challengeFor(authorization.get(0));
                return challenge.isPresent() ? answer.header("WWW-Authenticate", challenge.get()) : answer;
            }
            return answer;
        }
    }

    private static byte[] body(HttpRequest request) throws OAuthErrorException {
        List<String> types = request.headers("Content-Type");
        if (types.size() != 1 || !FORM.matcher(types.get(0)).matches()) {
            throw new OAuthErrorException(INVALID_REQUEST, "The Content-Type is not application/x-www-form-urlencoded");
        }
        if (!request.headers("Content-Encoding").isEmpty()) {
            throw new OAuthErrorException(INVALID_REQUEST, "A Content-Encoding is not taken");
        }
        try (InputStream in = request.body()) {
            return read(in);
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

    /** RFC 6749 §5.2: the challenge matches the scheme that the client tried; another scheme is not echoed. */
    private static Optional<String> challengeFor(String authorization) {
        String tried = authorization.trim().split("[ \\t]", 2)[0];
        return Stream.of("Basic", "Bearer")
                .filter(tried::equalsIgnoreCase)
                .map(scheme -> scheme + " realm=\"Holdfast token service\"")
                .findFirst();
    }

    private static HttpResponse error(int status, OAuthError error, @Nullable String description) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", error.code());
        answer.put("error_description", description);
        return HttpResponse.json(status, answer).notStored();
    }

    /** What the endpoint does with a well-formed form. */
    interface Action {
        HttpResponse answer(FormParameters form, HttpRequest request) throws OAuthErrorException;
    }
}
