package io.holdfast.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** How an authorization server finds out which client calls: exactly one method of authentication, and a good one. */
@FunctionalInterface
public interface ClientCheck {

    /** The client id; empty if the call proves none. */
    Optional<String> clientOf(RecordedCall call);

    /** By any certificate, and this client id in the form (RFC 8705 Section 2). */
    static ClientCheck certificate(String clientId) {
        return call -> call.clientThumbprint().isPresent()
                        && call.header("Authorization").isEmpty()
                        && call.formValue("client_assertion").isEmpty()
                ? call.formValue("client_id").filter(clientId::equals)
                : Optional.empty();
    }

    /** By a Basic header, whose two parts are form-encoded (RFC 6749 Section 2.3.1). */
    static ClientCheck secret(String clientId, String secret) {
        return call -> {
            List<String> headers = call.header("Authorization");
            if (headers.size() != 1
                    || !headers.get(0).startsWith("Basic ")
                    || call.form().keySet().stream().anyMatch(name -> name.startsWith("client_"))) {
                return Optional.empty();
            }
            String pair = new String(
                    Base64.getDecoder().decode(headers.get(0).substring("Basic ".length())), StandardCharsets.UTF_8);
            String[] parts = pair.split(":", -1);
            boolean good = parts.length == 2
                    && decoded(parts[0]).equals(clientId)
                    && decoded(parts[1]).equals(secret);
            return good ? Optional.of(clientId) : Optional.empty();
        };
    }

    /** By id and secret in the form, and nothing else (RFC 6749 Section 2.3.1). */
    static ClientCheck secretInForm(String clientId, String secret) {
        return call -> call.header("Authorization").isEmpty()
                        && call.formValue("client_assertion").isEmpty()
                        && call.formValue("client_secret")
                                .filter(secret::equals)
                                .isPresent()
                ? call.formValue("client_id").filter(clientId::equals)
                : Optional.empty();
    }

    /** By an assertion for this audience that was never seen before (RFC 7523 Section 3). */
    static ClientCheck assertion(String clientId, PublicKey key, String algorithm, String audience) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, algorithm)
                .setExpectedIssuer(clientId)
                .setExpectedSubject(clientId)
                .setExpectedAudience(true, audience)
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(2)
                .setRequireIssuedAt()
                .setRequireJwtId()
                .build();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        return call -> {
            boolean rightType = call.formValue("client_assertion_type")
                    .filter("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"::equals)
                    .isPresent();
            try {
                JwtClaims claims = consumer.processToClaims(
                        call.formValue("client_assertion").orElse(""));
                boolean good = rightType
                        && call.header("Authorization").isEmpty()
                        && claims.getAudience().size() == 1
                        && seen.add(claims.getJwtId());
                return good ? Optional.of(clientId) : Optional.empty();
            } catch (InvalidJwtException | MalformedClaimException e) {
                return Optional.empty();
            }
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
