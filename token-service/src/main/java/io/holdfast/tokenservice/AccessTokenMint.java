package io.holdfast.tokenservice;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Target;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Makes the access tokens: JWTs of RFC 9068 §2 that carry, for bound clients, the thumbprint of RFC 8705 §3.1. Safe for
 * use by many threads.
 */
final class AccessTokenMint {
    private static final int JTI_BYTES = 16;

    private final String issuer;
    private final SigningKey key;
    private final long lifetimeSeconds;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    AccessTokenMint(String issuer, SigningKey key, long lifetimeSeconds, Clock clock) {
        this.issuer = issuer;
        this.key = key;
        this.lifetimeSeconds = lifetimeSeconds;
        this.clock = clock;
    }

    /** How long a token of this client is valid. */
    long lifetimeSeconds(RegisteredClient client) {
        return client.accessTokenLifetimeSeconds().orElse(lifetimeSeconds);
    }

    /** A signed token, bound to the certificate of the client's connection if the client is registered for that. */
    String mint(AuthenticatedClient authenticated, Target target) {
        RegisteredClient client = authenticated.client();
        long now = clock.instant().getEpochSecond();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        // No user has a client's id for a name.
        claims.setSubject(client.id());
        claims.setAudience(target.audience());
        claims.setIssuedAt(NumericDate.fromSeconds(now));
        claims.setExpirationTime(NumericDate.fromSeconds(now + lifetimeSeconds(client)));
        claims.setJwtId(randomId());
        claims.setStringClaim("client_id", client.id());
        if (!target.scopes().isEmpty()) {
            claims.setStringClaim("scope", String.join(" ", target.scopes()));
        }
        authenticated
                .certificate()
                .filter(certificate -> client.bound())
                .ifPresent(certificate -> claims.setClaim(
                        "cnf",
                        Collections.singletonMap(
                                "x5t#S256",
                                CertificateThumbprint.of(certificate).value())));
        return sign("at+jwt", claims.getClaimsMap());
    }

    /** A JWT of this {@code typ} with these claims, whatever they are. */
    String sign(String type, Map<String, ?> claims) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", type);
        jws.setKeyIdHeaderValue(key.kid());
        jws.setAlgorithmHeaderValue(SigningKey.ALGORITHM);
        jws.setKey(key.privateKey());
        jws.setPayload(JsonUtil.toJson(claims));
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The token service cannot sign with its own key", e);
        }
    }

    private String randomId() {
        byte[] bytes = new byte[JTI_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
