package io.holdfast.tokenservice;

import io.holdfast.tokenservice.client.AccessTokenFormat;
import io.holdfast.tokenservice.token.AccessToken;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.IssuedAccessToken;
import io.holdfast.tokenservice.token.RandomText;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * <strong>For tests:</strong> an access token that no client could get from the service, such as one that has expired, is
 * for somebody else, or is bound to somebody else's certificate. It starts as the token that the client would get by
 * itself: for the default resource, with all its scopes there, in its format and with its lifetime, from now on by the
 * clock of the service. It is not bound until {@link #boundTo}.
 *
 * <p>The service knows the token as its own, so it can be introspected, revoked and exchanged as far as what it says
 * allows that. Not thread-safe.
 */
public final class TestToken {
    private final Map<String, Object> claims;
    private final BiFunction<AccessToken, AccessTokenFormat, IssuedAccessToken> issue;
    private final long now;
    private AccessTokenFormat format;
    private boolean idIsSet;

    TestToken(
            AccessToken usual,
            AccessTokenFormat format,
            long now,
            BiFunction<AccessToken, AccessTokenFormat, IssuedAccessToken> issue) {
        this.claims = new LinkedHashMap<>(usual.claims());
        this.format = format;
        this.now = now;
        this.issue = issue;
    }

    /** Bound to this certificate (RFC 8705 §3.1). */
    public TestToken boundTo(X509Certificate certificate) {
        return claim("cnf", Collections.singletonMap("x5t#S256", AccessTokenIssuer.thumbprint(certificate)));
    }

    /** For this subject, a user for example, instead of the client itself. */
    public TestToken subject(String subject) {
        return claim("sub", subject);
    }

    /** With these scopes, which need not be registered; none at all if none is given. */
    public TestToken scopes(String... scopes) {
        return scopes.length == 0 ? withoutClaim("scope") : claim("scope", String.join(" ", scopes));
    }

    /** For these resources, by their names in {@code aud}, which need not be registered. */
    public TestToken audience(String... audiences) {
        return claim("aud", audiences.length == 1 ? audiences[0] : Arrays.asList(audiences));
    }

    /** Issued two hours ago and expired an hour ago, so that no tolerance of clocks lets it pass. */
    public TestToken expired() {
        return claim("iat", now - 7200).claim("exp", now - 3600);
    }

    /** Expires after this time. */
    public TestToken expiresIn(Duration lifetime) {
        return claim("exp", now + lifetime.getSeconds());
    }

    /** Valid only after this time. */
    public TestToken notYetValidFor(Duration time) {
        return claim("nbf", now + time.getSeconds());
    }

    /** A JWT or an opaque token, whatever the client is registered for. */
    public TestToken format(AccessTokenFormat wanted) {
        format = Objects.requireNonNull(wanted, "wanted");
        return this;
    }

    /**
     * With this claim, in place of what would stand there.
     *
     * @param value a string, number or boolean, or a list or map of such
     */
    public TestToken claim(String name, Object value) {
        claims.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
        idIsSet |= name.equals("jti");
        return this;
    }

    /** Without this claim. */
    public TestToken withoutClaim(String name) {
        claims.remove(name);
        idIsSet |= name.equals("jti");
        return this;
    }

    /** The token; each one has a {@code jti} of its own unless that was set. */
    public String mint() {
        if (!idIsSet) {
            claims.put("jti", RandomText.ofBits128());
        }
        return issue.apply(AccessToken.ofClaims(claims), format).text();
    }

    /** Nothing of it: what it says is as good as the token in a test. */
    @Override
    public String toString() {
        return "TestToken[client " + claims.get("client_id") + "]";
    }
}
