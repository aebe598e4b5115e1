package io.holdfast.resource;

import io.holdfast.text.TokenSyntax;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The challenge of a protected resource: the value of {@code WWW-Authenticate} when a request is refused.
 *
 * <p>Every parameter is a quoted string of the characters that RFC 6750 allows, so nothing that goes in can split the
 * header. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 section 3, "The WWW-Authenticate Response
 *     Header Field"</a>
 */
public final class BearerChallenge {
    private final Map<String, String> parameters;

    private BearerChallenge(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * A challenge without an error, for a request that brought no token.
     *
     * @param realm the protection space
     * @throws IllegalArgumentException if the realm has a character other than printable ASCII, or a quote or backslash
     */
    public static BearerChallenge of(String realm) {
        return new BearerChallenge(new LinkedHashMap<>()).with("realm", realm);
    }

    /**
     * Adds an error to a copy of the challenge.
     *
     * @param error the error code
     * @param description a text for the developer of the client; null for none
     * @throws IllegalArgumentException as {@link #of}
     */
    public BearerChallenge error(String error, @Nullable String description) {
        BearerChallenge challenge = with("error", error);
        return description == null ? challenge : challenge.with("error_description", description);
    }

    /**
     * Adds the scopes that a token needs to a copy of the challenge.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public BearerChallenge scope(Collection<String> scopes) {
        return with("scope", String.join(" ", scopes));
    }

    /**
     * Adds the address of the resource's metadata to a copy of the challenge.
     *
     * @param url as RFC 9728 section 5.1 has it
     * @throws IllegalArgumentException as {@link #of}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-5.1">RFC 9728 section 5.1, "WWW-Authenticate
     *     Response"</a>
     */
    public BearerChallenge resourceMetadata(String url) {
        return with("resource_metadata", url);
    }

    private BearerChallenge with(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!TokenSyntax.isQuotable(c)) {
                throw new IllegalArgumentException("The challenge parameter " + name
                        + " has a character that RFC 6750 section 3 does not allow, at index " + i + ".");
            }
        }
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new BearerChallenge(more);
    }

    /** The field value, as in {@code Bearer realm="protected", error="invalid_token"}. */
    @Override
    public String toString() {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=\"" + parameter.getValue() + '"')
                .collect(Collectors.joining(", ", "Bearer ", ""));
    }
}
