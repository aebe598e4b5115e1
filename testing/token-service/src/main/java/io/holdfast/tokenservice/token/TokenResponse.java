package io.holdfast.tokenservice.token;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A successful answer of the token endpoint (RFC 6749 §5.1). Immutable. */
public final class TokenResponse {
    private final Map<String, Object> members;

    private TokenResponse(Map<String, Object> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    static TokenResponse of(IssuedAccessToken issued) {
        AccessToken token = issued.token();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", issued.text());
        members.put("token_type", "Bearer");
        members.put("expires_in", token.lifetimeSeconds());
        if (!token.scopes().isEmpty()) {
            members.put("scope", String.join(" ", token.scopes()));
        }
        return new TokenResponse(members);
    }

    /** This response with a refresh token. */
    public TokenResponse withRefreshToken(String text) {
        return with("refresh_token", text);
    }

    /** This response with the token type that RFC 8693 §2.2.1 requires. */
    public TokenResponse withIssuedTokenType(String type) {
        return with("issued_token_type", type);
    }

    private TokenResponse with(String member, String value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new TokenResponse(more);
    }

    /** The members of the JSON object. */
    public Map<String, Object> members() {
        return members;
    }

    /** The members' names only: two of the values are tokens. */
    @Override
    public String toString() {
        return "TokenResponse" + members.keySet();
    }
}
