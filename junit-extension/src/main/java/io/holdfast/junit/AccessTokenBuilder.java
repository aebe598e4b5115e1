package io.holdfast.junit;

import io.holdfast.testpki.TestIdentity;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An access token of the token service's making that no client could get from it: expired, for somebody else, or with any
 * claim. It starts as the JWT that the client would get (RFC 9068 §2, RFC 8705 §3.1): for the default resource, with all
 * scopes of the client, bound to the client's certificate unless the client is registered for unbound tokens, valid for
 * five minutes. Not thread-safe.
 */
public final class AccessTokenBuilder {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int JTI_BYTES = 16;

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private String type = "at+jwt";
    private TokenSignature signature;

    AccessTokenBuilder(String issuer, ClientIdentity client, String audience, TokenSignature signature) {
        this.signature = signature;
        claims.put("iss", issuer);
        claims.put("sub", client.id());
        claims.put("aud", audience);
        valid(Instant.now(), LIFETIME);
        claims.put("jti", randomId());
        claims.put("client_id", client.id());
        if (!client.members().scopes().isEmpty()) {
            claims.put("scope", String.join(" ", client.members().scopes()));
        }
        if (client.members().bound()) {
            boundTo(client.present());
        }
    }

    /** For this subject, a user for example, instead of the client itself. */
    public AccessTokenBuilder subject(String subject) {
        return claim("sub", subject);
    }

    /** With these scopes, which need not be registered; none at all if none is given. */
    public AccessTokenBuilder scopes(String... scopes) {
        return scopes.length == 0 ? withoutClaim("scope") : claim("scope", String.join(" ", scopes));
    }

    /** For these resources, by their names in {@code aud}. */
    public AccessTokenBuilder audience(String... audiences) {
        return claim("aud", audiences.length == 1 ? audiences[0] : Arrays.asList(audiences));
    }

    /** For a resource that nobody has registered. */
    public AccessTokenBuilder otherAudience() {
        return audience("https://another-resource.example");
    }

    /** Expired an hour ago, so that no tolerance of clocks lets it pass. */
    public AccessTokenBuilder expired() {
        return valid(Instant.now().minus(LIFETIME).minus(Duration.ofHours(1)), LIFETIME);
    }

    /** Issued now, to expire after this time. */
    public AccessTokenBuilder expiresIn(Duration lifetime) {
        return valid(Instant.now(), lifetime);
    }

    /** Without a confirmation: it would work for whoever steals it. */
    public AccessTokenBuilder withoutConfirmation() {
        return withoutClaim("cnf");
    }

    /** Bound to somebody's certificate. */
    public AccessTokenBuilder boundTo(TestIdentity identity) {
        return boundTo(identity.certificate());
    }

    /** Bound to a certificate. */
    public AccessTokenBuilder boundTo(X509Certificate certificate) {
        return claim("cnf", Collections.singletonMap("x5t#S256", TestIdentity.thumbprintOf(certificate)));
    }

    /**
     * With this claim, in place of what would stand there.
     *
     * @param value a string, number or boolean, or a list or map of such
     */
    public AccessTokenBuilder claim(String name, Object value) {
        claims.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
        return this;
    }

    /** Without this claim. */
    public AccessTokenBuilder withoutClaim(String name) {
        claims.remove(name);
        return this;
    }

    /** With this {@code typ} in its header in place of {@code at+jwt}. */
    public AccessTokenBuilder type(String typ) {
        type = Objects.requireNonNull(typ, "typ");
        return this;
    }

    /** Signed with a key that the service does not publish, under that key's own {@code kid}. */
    public AccessTokenBuilder signedByUnknownKey() {
        signature = TokenSignature.ofUnknownKey();
        return this;
    }

    /** With the {@code kid} of the service's key and the signature of another: somebody's forgery. */
    public AccessTokenBuilder forged() {
        signature = TokenSignature.forging(signature);
        return this;
    }

    /** The token. Another one each time only if something was changed in between. */
    public String mint() {
        return signature.sign(type, Collections.unmodifiableMap(new LinkedHashMap<>(claims)));
    }

    private AccessTokenBuilder valid(Instant from, Duration lifetime) {
        claims.put("iat", from.getEpochSecond());
        claims.put("exp", from.plus(lifetime).getEpochSecond());
        return this;
    }

    private static String randomId() {
        byte[] bytes = new byte[JTI_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The client, the audience and whether it is bound; the token itself is a secret. */
    @Override
    public String toString() {
        return "AccessTokenBuilder[client_id " + claims.get("client_id") + ", aud " + claims.get("aud") + ", cnf "
                + claims.get("cnf") + "]";
    }
}
