package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.text.Printable;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the usable answers of an introspection endpoint: status 200 and the media type that was asked for. All
 * others leave open whether the token is good.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2.3">RFC 7662 section 2.3, "Error Response"</a>
 */
final class IntrospectionAnswer {
    /** Defined for revocation by RFC 7009 section 2.2.1; introspection endpoints send it for JWTs, for example. */
    static final String UNSUPPORTED = "unsupported_token_type";

    private IntrospectionAnswer() {}

    /**
     * True if an answer is about the token that was sent, and tells nothing of the server: it will not speak of that
     * token (400, 422), finds it too long (413, 414, 431), or answered as it should, whatever the body is worth. A flood
     * of such tokens must not cut off the others.
     */
    static boolean isAboutTheToken(HttpAnswer answer, String mediaType) {
        switch (answer.status()) {
            case 200:
                return answer.mediaType().equals(mediaType);
            case 400:
            case 413:
            case 414:
            case 422:
            case 431:
                return true;
            default:
                return false;
        }
    }

    /** True if the server says by an OAuth error that it introspects no tokens of this kind, so that this one is not active. */
    static boolean isOfUnsupportedType(HttpAnswer answer) {
        if (answer.status() != 400 || !answer.mediaType().equals("application/json")) {
            return false;
        }
        try {
            return UNSUPPORTED.equals(StrictJson.parseObject(answer.json()).get("error"));
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** Requires an answer that can be used; the exception names the remedy for the operator. */
    static void require(
            HttpAnswer answer,
            String mediaType,
            URI uri,
            AuthenticatedClient client,
            @Nullable CredentialGeneration offered)
            throws AuthorizationServerException {
        if (answer.status() != 200) {
            String hint = answer.status() == 401 && client.authentication().isMutualTls() ? client.hint(offered) : "";
            throw new AuthorizationServerException(unusable(answer, uri, client) + hint, answer);
        }
        if (!answer.mediaType().equals(mediaType)) {
            throw new AuthorizationServerException(uri + " answered with the media type '"
                    + Printable.of(answer.mediaType()) + "' instead of '" + mediaType
                    + "'. See whether this is the introspection endpoint, and whether it signs its answers as the setting"
                    + " introspectionResponse says.");
        }
    }

    /** Explains an answer with another status than 200 to the operator. */
    static String unusable(HttpAnswer answer, URI uri, AuthenticatedClient client) {
        return uri + " answered " + answer.status() + " instead of 200" + remedy(answer.status(), client);
    }

    private static String remedy(int status, AuthenticatedClient client) {
        if (status / 100 == 3) {
            return "; redirects are not followed. Give the address that it redirects to.";
        }
        switch (status) {
            case 400:
            case 422:
                return ". It does not introspect this kind of token, or misses something in the request of the "
                        + client + ".";
            case 413:
            case 414:
            case 431:
                return ". It finds this token too long: see whether maxTokenLength is more than it takes.";
            case 401:
                return ". It has not accepted the " + client + ": see whether the settings clientId and"
                        + " clientAuthentication are those of its registration, and whether secret or key are current.";
            case 403:
                return ". It does not let the " + client + " introspect tokens: give it that right there.";
            case 404:
            case 405:
                return ". See whether this is the introspection endpoint.";
            case 429:
                return ". It finds that the " + client
                        + " asks too often: raise its limit, or introspectionCacheSeconds.";
            default:
                return ".";
        }
    }

    /**
     * The members of a JSON object; empty if the text is another JSON value, which says active of nothing.
     *
     * @throws VerificationUnavailableException if the text is not JSON, or has a member twice
     */
    static Map<String, Object> members(String json, URI uri) throws VerificationUnavailableException {
        try {
            return StrictJson.parseObject(json);
        } catch (MalformedJsonException e) {
            if (isOtherValue(json)) {
                return Collections.emptyMap();
            }
            // No cause and no text of it: the body speaks of a token and of people.
            throw new VerificationUnavailableException(uri + " answered with a body that is not JSON as it should be.");
        }
    }

    /** True if the text is exactly one JSON value, and no object. */
    private static boolean isOtherValue(String json) {
        try {
            Map<String, Object> wrapped = StrictJson.parseObject("{\"values\":[" + json + "]}");
            Object values = wrapped.get("values");
            return wrapped.size() == 1
                    && values instanceof List
                    && ((List<?>) values).size() == 1
                    && !(((List<?>) values).get(0) instanceof Map);
        } catch (MalformedJsonException e) {
            return false;
        }
    }
}
