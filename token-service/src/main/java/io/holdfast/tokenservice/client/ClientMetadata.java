package io.holdfast.tokenservice.client;

import io.holdfast.tokenservice.client.CertificateSubject.Member;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One client of the clients file while it is read; adds a problem for each member that is wrong. Used once. */
final class ClientMetadata {
    private static final String CLIENT_CREDENTIALS = "client_credentials";
    private static final String METHOD = "token_endpoint_auth_method";
    private static final String JWKS = "jwks";
    private static final String BOUND = "tls_client_certificate_bound_access_tokens";
    /** The members that a client may have. */
    static final Set<String> KNOWN = knownMembers();

    private final Map<?, ?> members;
    private final String name;
    private final List<String> problems;
    private final int problemsBefore;

    /** @param position where the client stands in the file, from 1; names a client that has no id */
    ClientMetadata(Object entry, int position, List<String> problems) {
        this.problems = problems;
        this.problemsBefore = problems.size();
        this.members = entry instanceof Map ? (Map<?, ?>) entry : Collections.emptyMap();
        Object id = members.get("client_id");
        this.name = "Client " + (id instanceof String ? "'" + id + "'" : "number " + position);
    }

    /** The client, or null if there was a problem. */
    @Nullable
    RegisteredClient read(ClientAuthorities authorities) {
        refuseUnknownMembers();
        String id = clientId();
        ClientCredential credential = credential(authorities);
        Set<String> scopes = scopes();
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
        String id = text("client_id");
        if (id == null || !id.matches("[A-Za-z0-9._~-]{1,100}") || id.matches("[.]{1,2}")) {
            problem(
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
        String value = text("scope");
        if (value == null) {
            if (members.containsKey("scope")) {
                problem("scope", "is not a text; write the scopes into one string, separated by spaces");
            }
            return Collections.emptySet();
        }
        List<String> scopes = Arrays.asList(value.split(" ", -1));
        if (!scopes.stream().allMatch(Scope::isToken)) {
            problem("scope", "'" + value + "' is not a list of scopes (RFC 6749 §3.3) with one space between");
        }
        return Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    private boolean bound() {
        Object value = members.containsKey(BOUND) ? members.get(BOUND) : (Object) false;
        if (!(value instanceof Boolean)) {
            problem(BOUND, "is neither true nor false; write true for tokens that are useless when stolen");
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

    private @Nullable String text(String member) {
        Object value = members.get(member);
        return value instanceof String ? (String) value : null;
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
