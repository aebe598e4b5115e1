package io.holdfast.tokenservice.client;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one client of the registrations file; adds a problem for each member that is wrong. Used once. */
final class ClientMetadata {
    private static final String BOUND = "tls_client_certificate_bound_access_tokens";
    private static final String FORMAT = "access_token_format";
    private static final String LIFETIME = "access_token_lifetime_seconds";
    private static final String PROTECTED_RESOURCES = "protected_resources";
    private static final long LONGEST_LIFETIME = 3600;
    /** The members that a client may have. */
    static final Set<String> KNOWN = knownMembers();

    private final Members members;
    private final RegisteredResources resources;

    ClientMetadata(Members members, RegisteredResources resources) {
        this.members = members;
        this.resources = resources;
    }

    /** The client, or null if there was a problem. */
    @Nullable
    RegisteredClient read(ClientAuthorities authorities) {
        members.refuseOthersThan(KNOWN);
        String id = clientId();
        members.text("client_name", "write the client's name for people, or leave it out");
        ClientCredential credential = new CredentialMetadata(members, authorities).read();
        GrantMetadata grants = new GrantMetadata(members);
        boolean isPublic = credential != null && credential.method() == ClientAuthenticationMethod.NONE;
        Set<String> grantTypes = grants.grantTypes(isPublic);
        Set<String> redirectUris = grants.redirectUris(grantTypes);
        Set<String> scopes = scopes();
        Set<String> protectedResources = protectedResources();
        boolean bound = bound();
        AccessTokenFormat format = format();
        Long lifetime = lifetime();
        if (!members.sound() || id == null || credential == null) {
            return null;
        }
        return RegisteredClient.builder(id, credential)
                .scopes(scopes)
                .bound(bound)
                .grantTypes(grantTypes)
                .redirectUris(redirectUris)
                .protectedResources(protectedResources)
                .accessTokenFormat(format)
                .accessTokenLifetimeSeconds(lifetime)
                .build();
    }

    private @Nullable String clientId() {
        Object id = members.value("client_id");
        if (!(id instanceof String)
                || !((String) id).matches("[A-Za-z0-9._~-]{1,100}")
                || ((String) id).matches("[.]{1,2}")) {
            members.problem(
                    "client_id",
                    "needs 1 to 100 of the characters A-Z a-z 0-9 . _ ~ - and must not be '.' or '..', as it becomes "
                            + "part of a path");
            return null;
        }
        return (String) id;
    }

    private Set<String> scopes() {
        Set<String> scopes = members.scopes();
        for (String scope : scopes) {
            if (!resources.anyTakes(scope)) {
                members.problem(
                        "scope",
                        "'" + scope + "' is a scope of no resource; add it to the resource it is for, or remove it");
            }
        }
        return scopes;
    }

    private Set<String> protectedResources() {
        Set<String> uris = members.texts(PROTECTED_RESOURCES, "write the URIs of resources of this file");
        for (String uri : uris) {
            if (!resources.isRegistered(uri)) {
                members.problem(
                        PROTECTED_RESOURCES,
                        "'" + uri + "' is no resource of this file; write it as it stands in the resource's member"
                                + " 'resource'");
            }
        }
        return uris;
    }

    private boolean bound() {
        Object value = members.has(BOUND) ? members.value(BOUND) : (Object) false;
        if (!(value instanceof Boolean)) {
            members.problem(BOUND, "is neither true nor false; write true for tokens that are useless when stolen");
            return false;
        }
        return (Boolean) value;
    }

    private AccessTokenFormat format() {
        Object value = members.has(FORMAT) ? members.value(FORMAT) : "jwt";
        if (!"jwt".equals(value) && !"opaque".equals(value)) {
            members.problem(FORMAT, "'" + value + "' is no format; write jwt or opaque");
        }
        return "opaque".equals(value) ? AccessTokenFormat.OPAQUE : AccessTokenFormat.JWT;
    }

    private @Nullable Long lifetime() {
        if (!members.has(LIFETIME)) {
            return null;
        }
        Object value = members.value(LIFETIME);
        if (value instanceof Long && (Long) value >= 1 && (Long) value <= LONGEST_LIFETIME) {
            return (Long) value;
        }
        members.problem(
                LIFETIME, "'" + value + "' is not a whole number from 1 to " + LONGEST_LIFETIME + "; write one");
        return null;
    }

    private static Set<String> knownMembers() {
        Set<String> known = new TreeSet<>(Arrays.asList(
                "client_id",
                "client_name",
                "scope",
                BOUND,
                FORMAT,
                LIFETIME,
                PROTECTED_RESOURCES,
                GrantMetadata.GRANT_TYPES,
                GrantMetadata.REDIRECT_URIS,
                CredentialMetadata.METHOD,
                CredentialMetadata.SECRET,
                CredentialMetadata.JWKS,
                CredentialMetadata.JWKS_URI));
        known.addAll(CredentialMetadata.SUBJECTS);
        return Collections.unmodifiableSet(known);
    }
}
