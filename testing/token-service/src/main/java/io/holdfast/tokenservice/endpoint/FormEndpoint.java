package io.holdfast.tokenservice.endpoint;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.TEMPORARILY_UNAVAILABLE;

import io.holdfast.tokenservice.http.FormBody;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthError;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An endpoint that takes a form by POST and answers with JSON that nobody may keep (RFC 6749 §3.2 and §5). */
public final class FormEndpoint implements HttpHandler {
    private final String name;
    private final Action action;

    /** @param name as in "the token endpoint" */
    public FormEndpoint(String name, Action action) {
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
            return action.answer(FormBody.of(request), request).notStored();
        } catch (OAuthErrorException e) {
            HttpResponse answer = error(e.error().status(), e.error(), e.getMessage());
            if (e.error() == TEMPORARILY_UNAVAILABLE) {
                return answer.header("Retry-After", "10");
            }
            List<String> authorization = request.headers("Authorization");
            if (e.error() == INVALID_CLIENT && !authorization.isEmpty()) {
                Optional<String> challenge = challengeFor(authorization.get(0));
                return challenge.isPresent() ? answer.header("WWW-Authenticate", challenge.get()) : answer;
            }
            return answer;
        }
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

    /** The endpoint's answer to a well-formed form. */
    public interface Action {
        HttpResponse answer(FormParameters form, HttpRequest request) throws OAuthErrorException;
    }
}
