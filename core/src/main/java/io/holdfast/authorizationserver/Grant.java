package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import io.holdfast.token.TokenDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * A client's grant for a token: the grant type and the parameters of that type. Two are equal if they would be sent
 * alike. Tokens among the parameters are shown by their digests only.
 *
 * <p>Immutable.
 */
final class Grant {
    static final Grant CLIENT_CREDENTIALS = new Grant("client_credentials", null, Collections.emptyList(), null);

    private final String type;

    /** The kind of token that must come back in {@code issued_token_type}; null where no kind is required. */
    private final @Nullable String issuedType;

    private final List<NameValuePair> parameters;

    /** The store of the refresh token to send; null if there is none or it is among the parameters. */
    private final @Nullable RefreshTokens store;

    private final String shown;
    private final int hash;

    private Grant(
            String type, @Nullable String issuedType, List<NameValuePair> parameters, @Nullable RefreshTokens store) {
        this.type = type;
        this.issuedType = issuedType;
        this.parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
        this.store = store;
        this.shown = shown(type, parameters);
        // Of the digests: who chooses the tokens must not be able to choose the hash codes.
        this.hash = 31 * shown.hashCode() + System.identityHashCode(store);
    }

    static Grant refreshToken(String token) {
        return new Grant(
                "refresh_token",
                null,
                Collections.singletonList(
                        new BasicNameValuePair("refresh_token", RequestSyntax.requireToken("refresh token", token))),
                null);
    }

    /** A grant by the refresh token that the application keeps at the time, which is sent as a {@link #refreshToken}. */
    static Grant refreshTokens(RefreshTokens store) {
        return new Grant("refresh_token", null, Collections.emptyList(), store);
    }

    /** A grant by parameters that have been checked. */
    static Grant exchange(String requestedType, List<NameValuePair> parameters) {
        return new Grant("urn:ietf:params:oauth:grant-type:token-exchange", requestedType, parameters, null);
    }

    private static String shown(String type, List<NameValuePair> parameters) {
        StringJoiner text = new StringJoiner(", ");
        text.add(type);
        for (NameValuePair parameter : parameters) {
            String name = parameter.getName();
            String value = String.valueOf(parameter.getValue());
            text.add(name + " " + (name.endsWith("_token") ? TokenDigest.of(value) : Printable.of(value)));
        }
        return text.toString();
    }

    /** True if a text repeats one of the tokens, or a part of it. */
    boolean isShownIn(String text) {
        for (NameValuePair parameter : parameters) {
            if (parameter.getName().endsWith("_token") && Echo.isIn(text, String.valueOf(parameter.getValue()))) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    RefreshTokens store() {
        return store;
    }

    @Nullable
    String issuedType() {
        return issuedType;
    }

    /** The value of {@code grant_type}. */
    String type() {
        return type;
    }

    void addTo(List<NameValuePair> form) {
        form.add(new BasicNameValuePair("grant_type", type));
        form.addAll(parameters);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Grant
                        && hash == ((Grant) other).hash
                        && store == ((Grant) other).store
                        && type.equals(((Grant) other).type)
                        && parameters.equals(((Grant) other).parameters));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The grant type and its parameters, tokens by their digests. */
    @Override
    public String toString() {
        return shown;
    }
}
