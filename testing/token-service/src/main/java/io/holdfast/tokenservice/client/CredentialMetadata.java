package io.holdfast.tokenservice.client;

import io.holdfast.text.HttpsAddress;
import io.holdfast.tokenservice.client.CertificateSubject.Member;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how a client of the registrations file proves who it is (RFC 7591 §2, RFC 8705 §2.1.2 and §2.2.2). */
final class CredentialMetadata {
    static final String METHOD = "token_endpoint_auth_method";
    static final String SECRET = "client_secret";
    static final String JWKS = "jwks";
    static final String JWKS_URI = "jwks_uri";
    static final List<String> SUBJECTS = Collections.unmodifiableList(
            Arrays.stream(Member.values()).map(Member::memberName).collect(Collectors.toList()));

    private static final int SHORTEST_SECRET = 16;

    private final Members members;
    private final ClientAuthorities authorities;

    CredentialMetadata(Members members, ClientAuthorities authorities) {
        this.members = members;
        this.authorities = authorities;
    }

    /** The credential, or null if there was a problem with it. */
    @Nullable
    ClientCredential read() {
        String secret = secret();
        Object value = members.value(METHOD);
        Optional<ClientAuthenticationMethod> method =
                value instanceof String ? ClientAuthenticationMethod.named((String) value) : Optional.empty();
        if (!method.isPresent()) {
            members.problem(
                    METHOD,
                    (members.has(METHOD) ? "'" + value + "' is not offered" : "is missing") + "; use one of "
                            + ClientAuthenticationMethod.names());
            return null;
        }
        refuseMembersOfOtherMethods(method.get());
        switch (method.get()) {
            case TLS_CLIENT_AUTH:
                return authorityIssued();
            case SELF_SIGNED_TLS_CLIENT_AUTH:
                RegisteredKeys certificates = keys(true);
                return certificates == null ? null : new SelfSignedCredential(certificates);
            case PRIVATE_KEY_JWT:
                RegisteredKeys keys = keys(false);
                return keys == null ? null : new AssertionCredential(keys);
            case NONE:
                return new NoCredential();
            default:
                return secret == null ? missingSecret() : new SecretCredential(method.get(), secret);
        }
    }

    private void refuseMembersOfOtherMethods(ClientAuthenticationMethod method) {
        List<String> others = new ArrayList<>(SUBJECTS);
        others.addAll(Arrays.asList(SECRET, JWKS, JWKS_URI));
        others.removeAll(membersOf(method));
        for (String other : others) {
            if (members.has(other)) {
                members.problem(other, "is not used with " + method + "; remove it");
            }
        }
    }

    private static Collection<String> membersOf(ClientAuthenticationMethod method) {
        switch (method) {
            case TLS_CLIENT_AUTH:
                return SUBJECTS;
            case SELF_SIGNED_TLS_CLIENT_AUTH:
            case PRIVATE_KEY_JWT:
                return Arrays.asList(JWKS, JWKS_URI);
            case NONE:
                return Collections.emptyList();
            default:
                return Collections.singleton(SECRET);
        }
    }

    private @Nullable ClientCredential authorityIssued() {
        List<Member> given = Arrays.stream(Member.values())
                .filter(member -> members.has(member.memberName()))
                .collect(Collectors.toList());
        if (given.size() != 1) {
            members.problem(
                    "tls_client_auth_*",
                    "has " + given.size() + " subjects; a client of tls_client_auth needs exactly one of "
                            + String.join(", ", SUBJECTS));
            return null;
        }
        Member member = given.get(0);
        Object value = members.value(member.memberName());
        if (!(value instanceof String) || ((String) value).isEmpty()) {
            members.problem(
                    member.memberName(), "is not a text or empty; write the subject of the client's certificate");
            return null;
        }
        try {
            return new AuthorityIssuedCredential(authorities, CertificateSubject.of(member, (String) value));
        } catch (IllegalArgumentException e) {
            members.problem(member.memberName(), "'" + value + "' " + e.getMessage());
            return null;
        }
    }

    private @Nullable RegisteredKeys keys(boolean withCertificates) {
        if (members.has(JWKS) == members.has(JWKS_URI)) {
            members.problem(
                    JWKS,
                    members.has(JWKS)
                            ? "is there, and so is jwks_uri; remove one of them"
                            : "is missing; write the client's public keys there"
                                    + (withCertificates ? ", each with its certificate first in x5c" : "")
                                    + ", or jwks_uri with the address where it publishes them");
            return null;
        }
        if (members.has(JWKS_URI)) {
            return keysAt(members.text(JWKS_URI, "write the https address where the client publishes its keys"));
        }
        try {
            return RegisteredKeys.of(ClientKeySet.registered(members.value(JWKS), withCertificates));
        } catch (IllegalArgumentException e) {
            members.problem(JWKS, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable RegisteredKeys keysAt(@Nullable String address) {
        if (address == null) {
            return null;
        }
        String problem = HttpsAddress.problem(address);
        if (problem != null) {
            // Not shown: it may hold a password.
            members.problem(JWKS_URI, problem + "; write the https address where the client publishes its keys");
            return null;
        }
        return RegisteredKeys.at(URI.create(address));
    }

    /** The secret, which no message shows; null if there is none, or a bad one. */
    private @Nullable String secret() {
        if (!members.has(SECRET)) {
            return null;
        }
        Object value = members.value(SECRET);
        String secret = value instanceof String ? (String) value : "";
        // RFC 6749 appendix A.2 has these characters.
        if (secret.length() < SHORTEST_SECRET || !secret.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            members.problem(
                    SECRET,
                    "is not a text of at least " + SHORTEST_SECRET
                            + " printable ASCII characters; draw a longer one at random");
            return null;
        }
        return secret;
    }

    private @Nullable ClientCredential missingSecret() {
        if (!members.has(SECRET)) {
            members.problem(SECRET, "is missing; write at least " + SHORTEST_SECRET + " random characters");
        }
        return null;
    }
}
