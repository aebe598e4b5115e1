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
        if (problems.size() > problemsBefore || id == null || credential == null) {
            return null;
        }
        return RegisteredClient.builder(id, credential)
                .scopes(scopes)
                .bound(bound)
                .grantTypes(list("grant_types", Collections.singleton(CLIENT_CREDENTIALS)))
                .redirectUris(list("redirect_uris", Collections.emptySet()))
                .protectedResources(list("protected_resources", Collections.emptySet()))
                .accessTokenFormat(
                        "opaque".equals(text("access_token_format")) ? AccessTokenFormat.OPAQUE : AccessTokenFormat.JWT)
                .accessTokenLifetimeSeconds((Long) members.get("access_token_lifetime_seconds"))
                .build();
    }

    void problem(String member, String whatAndRemedy) {
        problems.add(name + ", " + member + ": " + whatAndRemedy + ".");
    }

    private void refuseUnknownMembers() {
        for (Object member : members.keySet()) {
            if (member.equals("jwks_uri")) {
                problem("jwks_uri", "is not fetched by this service; put the keys into jwks");
            } else if (!KNOWN.contains(member)) {
                problem(
                        String.valueOf(member),
                        "is not known here; remove it or use one of " + String.join(", ", KNOWN));
            }
        }
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
        return id;
    }

    private @Nullable ClientCredential credential(ClientAuthorities authorities) {
        String method = text(METHOD);
        Map<Member, String> subjects = subjects();
        if (AuthorityIssuedCredential.METHOD.equals(method)) {
            return authorityIssued(authorities, subjects);
        }
        if (SelfSignedCredential.METHOD.equals(method)) {
            return selfSigned(subjects);
        }
        if (method != null && (method.equals("none") || method.equals("client_secret_post"))) {
            return new ProvisionalCredential(method, text("client_secret"));
        }
        problem(
                METHOD,
                (members.containsKey(METHOD) ? "'" + members.get(METHOD) + "' is not offered" : "is missing") + "; use "
                        + AuthorityIssuedCredential.METHOD + " or " + SelfSignedCredential.METHOD);
        return null;
    }

    private Map<Member, String> subjects() {
        Map<Member, String> subjects = new EnumMap<>(Member.class);
        for (Member member : Member.values()) {
            if (members.containsKey(member.memberName())) {
                String value = text(member.memberName());
                subjects.put(member, value == null ? "" : value);
            }
        }
        return subjects;
    }

    private @Nullable ClientCredential authorityIssued(ClientAuthorities authorities, Map<Member, String> subjects) {
        if (members.containsKey(JWKS)) {
            problem(JWKS, "is not used with " + AuthorityIssuedCredential.METHOD + "; remove it");
        }
        if (subjects.size() != 1) {
            String all = Arrays.stream(Member.values()).map(Member::memberName).collect(Collectors.joining(", "));
            problem(
                    "tls_client_auth_*",
                    "has " + subjects.size() + " subjects; a client of " + AuthorityIssuedCredential.METHOD
                            + " needs exactly one of " + all);
            return null;
        }
        Map.Entry<Member, String> subject = subjects.entrySet().iterator().next();
        String member = subject.getKey().memberName();
        if (subject.getValue().isEmpty()) {
            problem(member, "is not a text or empty; write the subject of the client's certificate");
            return null;
        }
        try {
            return new AuthorityIssuedCredential(
                    authorities, CertificateSubject.of(subject.getKey(), subject.getValue()));
        } catch (IllegalArgumentException e) {
            problem(member, "'" + subject.getValue() + "' " + e.getMessage());
            return null;
        }
    }

    private @Nullable ClientCredential selfSigned(Map<Member, String> subjects) {
        for (Member member : subjects.keySet()) {
            problem(member.memberName(), "is not used with " + SelfSignedCredential.METHOD + "; remove it");
        }
        try {
            return new SelfSignedCredential(RegisteredCertificates.in(members.get(JWKS)));
        } catch (IllegalArgumentException e) {
            problem(JWKS, String.valueOf(e.getMessage()));
            return null;
        }
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

    private Set<String> list(String member, Set<String> absent) {
        if (!(members.get(member) instanceof List)) {
            return absent;
        }
        Set<String> values = new LinkedHashSet<>();
        ((List<?>) members.get(member)).forEach(value -> values.add(String.valueOf(value)));
        return values;
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
        Set<String> known = new TreeSet<>(new HashSet<>(Arrays.asList(
                "client_id",
                "client_name",
                METHOD,
                "grant_types",
                JWKS,
                "scope",
                BOUND,
                "client_secret",
                "redirect_uris",
                "protected_resources",
                "access_token_format",
                "access_token_lifetime_seconds")));
        for (Member member : Member.values()) {
            known.add(member.memberName());
        }
        return Collections.unmodifiableSet(known);
    }
}
