package io.holdfast.tokenservice.client;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client as the registrations file has it (RFC 7591 §2, RFC 8705 §2.1.2 and §3.4). Immutable. */
public final class RegisteredClient {
    private final String id;
    private final ClientCredential credential;
    private final Set<String> scopes;
    private final boolean bound;
    private final Set<String> grantTypes;
    private final Set<String> redirectUris;
    private final Set<String> protectedResources;
    private final AccessTokenFormat accessTokenFormat;
    private final @Nullable Long accessTokenLifetimeSeconds;

    private RegisteredClient(Builder builder) {
        this.id = builder.id;
        this.credential = builder.credential;
        this.scopes = copy(builder.scopes);
        this.bound = builder.bound;
        this.grantTypes = copy(builder.grantTypes);
        this.redirectUris = copy(builder.redirectUris);
        this.protectedResources = copy(builder.protectedResources);
        this.accessTokenFormat = builder.accessTokenFormat;
        this.accessTokenLifetimeSeconds = builder.accessTokenLifetimeSeconds;
    }

    static Builder builder(String id, ClientCredential credential) {
        return new Builder(id, credential);
    }

    /** The {@code client_id}. */
    public String id() {
        return id;
    }

    ClientCredential credential() {
        return credential;
    }

    /** The client's authentication method. */
    public ClientAuthenticationMethod method() {
        return credential.method();
    }

    /** True if it can keep a credential and has one (RFC 6749 §2.1); a public client only names itself. */
    public boolean confidential() {
        return method() != ClientAuthenticationMethod.NONE;
    }

    /** The scopes that the client may ask for, in the order of the file. */
    public Set<String> scopes() {
        return scopes;
    }

    /** True if its tokens carry the thumbprint of its certificate. */
    public boolean bound() {
        return bound;
    }

    /** True if it is registered for this {@code grant_type}. */
    public boolean mayUse(String grantType) {
        return grantTypes.contains(grantType);
    }

    /** Where it may be sent authorization codes, character for character. */
    public Set<String> redirectUris() {
        return redirectUris;
    }

    /**
     * The protected resources that this client is itself, by their {@code resource} URIs: it may introspect their tokens
     * and exchange those it was sent.
     */
    public Set<String> protectedResources() {
        return protectedResources;
    }

    public AccessTokenFormat accessTokenFormat() {
        return accessTokenFormat;
    }

    /** The lifetime of its access tokens in seconds; empty means as the service is set. */
    public OptionalLong accessTokenLifetimeSeconds() {
        return accessTokenLifetimeSeconds == null ? OptionalLong.empty() : OptionalLong.of(accessTokenLifetimeSeconds);
    }

    private static Set<String> copy(Collection<String> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    /** Not thread-safe. */
    static final class Builder {
        private final String id;
        private final ClientCredential credential;
        private Collection<String> scopes = Collections.emptySet();
        private boolean bound;
        private Collection<String> grantTypes = Collections.singleton(GrantTypes.CLIENT_CREDENTIALS);
        private Collection<String> redirectUris = Collections.emptySet();
        private Collection<String> protectedResources = Collections.emptySet();
        private AccessTokenFormat accessTokenFormat = AccessTokenFormat.JWT;
        private @Nullable Long accessTokenLifetimeSeconds;

        private Builder(String id, ClientCredential credential) {
            this.id = id;
            this.credential = credential;
        }

        Builder scopes(Collection<String> values) {
            scopes = values;
            return this;
        }

        Builder bound(boolean value) {
            bound = value;
            return this;
        }

        Builder grantTypes(Collection<String> values) {
            grantTypes = values;
            return this;
        }

        Builder redirectUris(Collection<String> values) {
            redirectUris = values;
            return this;
        }

        Builder protectedResources(Collection<String> values) {
            protectedResources = values;
            return this;
        }

        Builder accessTokenFormat(AccessTokenFormat value) {
            accessTokenFormat = value;
            return this;
        }

        Builder accessTokenLifetimeSeconds(@Nullable Long value) {
            accessTokenLifetimeSeconds = value;
            return this;
        }

        RegisteredClient build() {
            return new RegisteredClient(this);
        }
    }
}
