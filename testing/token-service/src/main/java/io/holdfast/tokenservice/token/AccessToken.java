package io.holdfast.tokenservice.token;

import io.holdfast.tokenservice.client.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of an access token, whatever its form (RFC 9068 §2.2, RFC 7662 §2.2). It does not hold the token's text.
 * Immutable, but for being revoked.
 */
public final class AccessToken {
    private final String issuer;
    private final String id;
    private final String clientId;
    private final String subject;
    private final List<String> audience;
    private final Set<String> scopes;
    private final long issuedAt;
    private final long notBefore;
    private final long expiresAt;
    private final @Nullable String thumbprint;
    private final @Nullable Actor actor;

    /** Of a test's token, in place of what stands above. */
    private final @Nullable Map<String, Object> givenClaims;

    private final Revocation revocation;

    private AccessToken(Builder builder) {
        this.issuer = builder.issuer;
        this.id = RandomText.ofBits128();
        this.clientId = builder.clientId;
        this.subject = builder.subject;
        this.audience = builder.audience;
        this.scopes = builder.scopes;
        this.issuedAt = builder.issuedAt;
        this.notBefore = Long.MIN_VALUE;
        this.expiresAt = builder.expiresAt;
        this.thumbprint = builder.thumbprint;
        this.actor = builder.actor;
        this.givenClaims = null;
        this.revocation = builder.revocation;
    }

    /**
     * A token that says this, whatever it is: for tests. What is missing or malformed counts as nothing, and a token
     * without {@code exp} as one that has expired.
     */
    public static AccessToken ofClaims(Map<String, Object> claims) {
        return new AccessToken(new GivenClaims(claims));
    }

    private AccessToken(GivenClaims given) {
        this.issuer = given.text("iss");
        this.id = given.text("jti");
        this.clientId = given.text("client_id");
        this.subject = given.text("sub");
        this.audience = given.audience();
        this.scopes = given.scopes();
        this.issuedAt = given.second("iat", 0);
        this.notBefore = given.second("nbf", Long.MIN_VALUE);
        this.expiresAt = given.second("exp", Long.MIN_VALUE);
        this.thumbprint = given.thumbprint();
        this.actor = null;
        this.givenClaims = given.all();
        this.revocation = Revocation.ofItsOwn();
    }

    /** Starts a token of a client for itself, unbound, that has expired as soon as it is issued. */
    public static Builder builder(String issuer, String clientId, Target target, long issuedAt) {
        return new Builder(issuer, clientId, target, issuedAt);
    }

    /** The client that it was issued to. */
    public String clientId() {
        return clientId;
    }

    /** On whose behalf it works: a user, or the client itself. */
    public String subject() {
        return subject;
    }

    public List<String> audience() {
        return audience;
    }

    public Set<String> scopes() {
        return scopes;
    }

    /** The first second, since 1970, in which it is no longer valid. */
    public long expiresAt() {
        return expiresAt;
    }

    /** The lifetime it was issued with. */
    public long lifetimeSeconds() {
        return expiresAt - issuedAt;
    }

    /** The {@code x5t#S256} that it is bound to; null if it is not. */
    public @Nullable String thumbprint() {
        return thumbprint;
    }

    /** Who uses it for the subject; null if that is the client it was granted to (RFC 8693 §4.1). */
    public @Nullable Actor actor() {
        return actor;
    }

    public Revocation revocation() {
        return revocation;
    }

    /** True if the token has begun, has not expired and was not revoked. */
    boolean validAt(long second) {
        return second >= notBefore && second < expiresAt && !revocation.revoked();
    }

    /** The claims of its JWT, which are also the members of its introspection answer. */
    public Map<String, Object> claims() {
        return givenClaims != null ? givenClaims : usualClaims();
    }

    private Map<String, Object> usualClaims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", subject);
        claims.put("aud", audience.size() == 1 ? audience.get(0) : audience);
        claims.put("exp", expiresAt);
        claims.put("iat", issuedAt);
        claims.put("jti", id);
        claims.put("client_id", clientId);
        if (!scopes.isEmpty()) {
            claims.put("scope", String.join(" ", scopes));
        }
        if (thumbprint != null) {
            claims.put("cnf", Collections.singletonMap("x5t#S256", thumbprint));
        }
        if (actor != null) {
            claims.put("act", actor.claim());
        }
        return claims;
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String issuer;
        private final String clientId;
        private final long issuedAt;
        private String subject;
        private final List<String> audience;
        private final Set<String> scopes;
        private long expiresAt;
        private @Nullable String thumbprint;
        private @Nullable Actor actor;
        private Revocation revocation = Revocation.ofItsOwn();

        private Builder(String issuer, String clientId, Target target, long issuedAt) {
            this.issuer = issuer;
            this.clientId = clientId;
            this.issuedAt = issuedAt;
            // No user has a client's id for a name.
            this.subject = clientId;
            this.audience = target.audience();
            this.scopes = target.scopes();
            this.expiresAt = issuedAt;
        }

        public Builder subject(String user) {
            subject = user;
            return this;
        }

        public Builder expiresAt(long second) {
            expiresAt = second;
            return this;
        }

        /** It does not outlive this. */
        public Builder expiresAtTheLatest(long second) {
            expiresAt = Math.min(expiresAt, second);
            return this;
        }

        /** Binds it. */
        public Builder thumbprint(String x5tS256) {
            thumbprint = x5tS256;
            return this;
        }

        public Builder actor(Actor acting) {
            actor = acting;
            return this;
        }

        /** It ends with what it was derived from. */
        public Builder derivedFrom(Revocation source) {
            revocation = source.below();
            return this;
        }

        public AccessToken build() {
            return new AccessToken(this);
        }
    }
}
