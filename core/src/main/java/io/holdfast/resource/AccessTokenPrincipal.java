package io.holdfast.resource;

import java.io.Serializable;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The party and the roles that an accepted request speaks for: the application's user. A name is unique only among
 * the tokens of its issuer: principals of two issuers are never equal, whatever their names. Immutable; it holds no token.
 */
public final class AccessTokenPrincipal implements Principal, Serializable {
    private static final long serialVersionUID = 1L;

    private final String issuer;
    private final String name;
    private final LinkedHashSet<String> roles;

    AccessTokenPrincipal(String issuer, String name, Set<String> roles) {
        this.issuer = issuer;
        this.name = name;
        this.roles = new LinkedHashSet<>(roles);
    }

    private AccessTokenPrincipal(AccessTokenPrincipal other, String name) {
        this.issuer = other.issuer;
        this.name = name;
        this.roles = other.roles;
    }

    /** A principal with another name that shares issuer and roles. */
    AccessTokenPrincipal named(String otherName) {
        return new AccessTokenPrincipal(this, otherName);
    }

    /** The value of the claim that the settings name, {@code sub} by default; unique among those of one issuer only. */
    @Override
    public String getName() {
        return name;
    }

    /** The issuer identifier of the authorization server that vouches for the name. */
    public String issuer() {
        return issuer;
    }

    /** The token's scopes, each with the role prefix of the settings. */
    public Set<String> roles() {
        return Collections.unmodifiableSet(roles);
    }

    /** True if this is one of the roles, by the whole name and letter case. */
    public boolean hasRole(@Nullable String role) {
        return roles.contains(role);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessTokenPrincipal
                && issuer.equals(((AccessTokenPrincipal) other).issuer)
                && name.equals(((AccessTokenPrincipal) other).name)
                && roles.equals(((AccessTokenPrincipal) other).roles);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
