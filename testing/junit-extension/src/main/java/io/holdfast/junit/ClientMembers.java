package io.holdfast.junit;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.testpki.TestIdentity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** A client in the registrations file, with what its certificate says of it. Immutable. */
final class ClientMembers {
    static final String BOUND = "tls_client_certificate_bound_access_tokens";
    static final String SCOPE = "scope";

    static final String SECRET = "client_secret";
    static final String METHOD = "token_endpoint_auth_method";
    private static final String SUBJECT = "tls_client_auth_";

    private final Map<String, Object> members;

    private ClientMembers(Map<String, Object> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    /** Adds what is not given: a method that fits the certificate, and the certificate's subject or key. */
    static ClientMembers of(Map<String, Object> given, TestIdentity identity) {
        boolean selfSigned = identity.chain().size() == 1;
        Map<String, Object> members = new LinkedHashMap<>(given);
        ClientAuthentication fitting =
                selfSigned ? ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH : ClientAuthentication.TLS_CLIENT_AUTH;
        Object method = members.computeIfAbsent(METHOD, none -> fitting.methodName());
        if (method.equals(ClientAuthentication.TLS_CLIENT_AUTH.methodName())) {
            if (given.keySet().stream().noneMatch(name -> name.startsWith(SUBJECT))) {
                members.put(
                        SUBJECT + "subject_dn",
                        identity.certificate().getSubjectX500Principal().getName());
            }
        } else if (method.equals(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH.methodName())
                || method.equals(ClientAuthentication.PRIVATE_KEY_JWT.methodName())) {
            if (!given.containsKey("jwks_uri")) {
                members.putIfAbsent("jwks", Collections.singletonMap("keys", Collections.singletonList(jwk(identity))));
            }
        }
        return new ClientMembers(members);
    }

    /** The public key, with the certificate in {@code x5c} (RFC 8705 §2.2.2). */
    private static Map<String, Object> jwk(TestIdentity identity) {
        try {
            PublicJsonWebKey jwk =
                    PublicJsonWebKey.Factory.newPublicJwk(identity.certificate().getPublicKey());
            jwk.setCertificateChain(identity.certificate());
            return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException e) {
            throw new IllegalStateException(
                    "The key of " + identity.certificate().getSubjectX500Principal()
                            + " cannot be registered as a JWK; choose another kind of key.",
                    e);
        }
    }

    /** As the registrations file has them. */
    Map<String, Object> all() {
        return members;
    }

    /** The client's authentication method; empty if it has none, or by a method that only the service knows. */
    Optional<ClientAuthentication> authentication() {
        return text(METHOD).flatMap(ClientAuthentication::named);
    }

    /** For clients that authenticate by one, which the service has checked when it started. */
    String secret() {
        return text(SECRET).orElse("");
    }

    boolean bound() {
        return Boolean.TRUE.equals(members.get(BOUND));
    }

    private Optional<String> text(String name) {
        @Nullable Object value = members.get(name);
        return value instanceof String ? Optional.of((String) value) : Optional.empty();
    }
}
