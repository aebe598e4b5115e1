package io.holdfast.junit;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.tokenservice.TestToken;
import io.holdfast.tokenservice.TokenService;
import io.holdfast.tokenservice.client.AccessTokenFormat;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * An access token that no client could get from the token service: expired, for somebody else, or with any claim. It
 * starts as the token that the client would get: for the default resource, with all scopes of the client there, in its
 * format and with its lifetime, bound to its certificate unless the client is registered for unbound tokens (RFC 9068 §2,
 * RFC 8705 §3.1).
 *
 * <p>The service knows the token as one of its own, as far as introspection and exchange ask, unless
 * {@linkplain #signedByUnknownKey somebody else} has signed it or it is of {@linkplain #type another type}; such a token
 * is always a JWT. Not thread-safe.
 */
public final class AccessTokenBuilder {
    private static final String ACCESS_TOKEN = "at+jwt";

    private final TokenService service;
    private final TestToken token;
    private String type = ACCESS_TOKEN;
    private Signer signer = Signer.SERVICE;

    AccessTokenBuilder(TokenService service, ClientIdentity client) {
        this.service = service;
        this.token = service.testToken(client.id());
        if (client.members().bound()) {
            boundTo(client.present());
        }
    }

    private enum Signer {
        SERVICE,
        UNKNOWN_KEY,
        FORGER
    }

    /** For this subject, a user for example, instead of the client itself. */
    public AccessTokenBuilder subject(String subject) {
        token.subject(subject);
        return this;
    }

    /** With these scopes, which need not be registered; none at all if none is given. */
    public AccessTokenBuilder scopes(String... scopes) {
        token.scopes(scopes);
        return this;
    }

    /** For these resources, by their names in {@code aud}, which need not be registered. */
    public AccessTokenBuilder audience(String... audiences) {
        token.audience(audiences);
        return this;
    }

    /** For a resource that nobody has registered. */
    public AccessTokenBuilder otherAudience() {
        return audience("https://another-resource.example");
    }

    /** Expired an hour ago, so that no tolerance of clocks lets it pass. */
    public AccessTokenBuilder expired() {
        token.expired();
        return this;
    }

    /** Expires after this time. */
    public AccessTokenBuilder expiresIn(Duration lifetime) {
        token.expiresIn(lifetime);
        return this;
    }

    /** Valid only after this time. */
    public AccessTokenBuilder notYetValidFor(Duration time) {
        token.notYetValidFor(time);
        return this;
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
        token.boundTo(certificate);
        return this;
    }

    /**
     * With this claim, in place of what would stand there.
     *
     * @param value a string, number or boolean, or a list or map of such
     */
    public AccessTokenBuilder claim(String name, Object value) {
        token.claim(name, value);
        return this;
    }

    /** Without this claim. */
    public AccessTokenBuilder withoutClaim(String name) {
        token.withoutClaim(name);
        return this;
    }

    /** With this {@code typ} in its header, in place of {@code at+jwt}. */
    public AccessTokenBuilder type(String typ) {
        type = Objects.requireNonNull(typ, "typ");
        return this;
    }

    /**
     * Signed with a key that the service does not publish, under that key's own {@code kid}. A door answers 401 if it could
     * just ask for that key, and 503 while it may not ask again ({@code jwksReloadSeconds}): the key may be a new one.
     */
    public AccessTokenBuilder signedByUnknownKey() {
        signer = Signer.UNKNOWN_KEY;
        return this;
    }

    /** With the {@code kid} of the service's key, and a signature of another key: somebody's forgery. */
    public AccessTokenBuilder forged() {
        signer = Signer.FORGER;
        return this;
    }

    /** The token. */
    public String mint() {
        if (signer == Signer.SERVICE && type.equals(ACCESS_TOKEN)) {
            return token.mint();
        }
        Map<String, Object> claims = claims(token.format(AccessTokenFormat.JWT).mint());
        switch (signer) {
            case UNKNOWN_KEY:
                return UnknownKey.generate().sign(type, claims);
            case FORGER:
                return forgery(service.sign(type, claims), UnknownKey.generate().sign(type, claims));
            default:
                return service.sign(type, claims);
        }
    }

    private static Map<String, Object> claims(String jwt) {
        try {
            return StrictJson.parseObject(
                    Base64.getUrlDecoder().decode(jwt.substring(jwt.indexOf('.') + 1, jwt.lastIndexOf('.'))));
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("The token service has made a JWT that is none", e);
        }
    }

    private static String forgery(String honest, String foreign) {
        return honest.substring(0, honest.lastIndexOf('.')) + foreign.substring(foreign.lastIndexOf('.'));
    }

    /** Nothing of what the token says, which is as good as the token in a test. */
    @Override
    public String toString() {
        return "AccessTokenBuilder[" + token + "]";
    }
}
