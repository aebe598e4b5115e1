package io.holdfast.testkit;

import io.holdfast.testpki.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;

/**
 * An issuer of tokens, honest by default and malformed on request. Its keys are made once a JVM, because RSA keys take
 * their time. Immutable and safe to share between threads.
 */
public final class TestTokens {

    public static final String AUDIENCE = "https://api.holdfast.example";

    private static final SigningKey RSA = SigningKey.rs256("rsa-1");
    private static final SigningKey EC = SigningKey.es256("ec-1");
    private static final SigningKey ED = SigningKey.ed25519("ed-1");

    private final String issuer;
    private final Clock clock;

    private TestTokens(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    public static TestTokens of(String issuer) {
        return new TestTokens(issuer, Clock.systemUTC());
    }

    public static TestTokens of(String issuer, Clock clock) {
        return new TestTokens(issuer, clock);
    }

    public String issuer() {
        return issuer;
    }

    /** RS256, kid {@code rsa-1}: what signs unless a token says otherwise. */
    public SigningKey rsaKey() {
        return RSA;
    }

    /** ES256, kid {@code ec-1}. */
    public SigningKey ecKey() {
        return EC;
    }

    /** EdDSA with Ed25519, kid {@code ed-1}. */
    public SigningKey edKey() {
        return ED;
    }

    /** The JWK Set with the three public keys. */
    public String jwkSet() {
        return jwkSet(RSA, EC, ED);
    }

    public static String jwkSet(SigningKey... keys) {
        List<Map<String, Object>> jwks = new ArrayList<>();
        for (SigningKey key : keys) {
            jwks.add(key.jwk());
        }
        return jwkSet(jwks);
    }

    /** A JWK Set of any members, for keys that say odd things about themselves. */
    public static String jwkSet(List<Map<String, Object>> jwks) {
        return JsonUtil.toJson(Map.of("keys", jwks));
    }

    /**
     * A complete {@code at+jwt} (RFC 9068 Section 2) that is good for five minutes, for {@link #AUDIENCE}, and not bound
     * to any certificate.
     */
    public TokenBuilder unbound() {
        return new TokenBuilder(issuer, clock.instant().getEpochSecond(), RSA);
    }

    /** The same, bound to the certificate of the identity (RFC 8705 Section 3.1). */
    public TokenBuilder boundTo(TestIdentity identity) {
        return unbound().claim("cnf", Map.of("x5t#S256", identity.thumbprint()));
    }

    /** Any header and payload text, correctly signed. */
    public static String signed(SigningKey key, String header, String payload) {
        String input = base64Url(header) + "." + base64Url(payload);
        return input + "." + base64Url(key.sign(input));
    }

    /** Any header and payload text with a signature of the caller's making. */
    public static String withSignature(String header, String payload, byte[] signature) {
        return base64Url(header) + "." + base64Url(payload) + "." + base64Url(signature);
    }

    /** Any header and payload text under an HMAC with any secret, for the attack with the public key as secret. */
    public static String hmac(String header, String payload, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String input = base64Url(header) + "." + base64Url(payload);
            return input + "." + base64Url(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
