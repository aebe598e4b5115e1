package io.holdfast.tokenservice.token;

/** An access token on its way to the client: the only object that holds its text, and it is not kept. Immutable. */
public final class IssuedAccessToken {
    private final String text;
    private final AccessToken token;

    IssuedAccessToken(String text, AccessToken token) {
        this.text = text;
        this.token = token;
    }

    public String text() {
        return text;
    }

    public AccessToken token() {
        return token;
    }

    /** Nothing of the text. */
    @Override
    public String toString() {
        return "IssuedAccessToken[client " + token.clientId() + "]";
    }
}
