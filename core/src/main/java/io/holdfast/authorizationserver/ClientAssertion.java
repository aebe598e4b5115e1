package io.holdfast.authorizationserver;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.text.Base64Url;
import io.holdfast.token.JwsSigning;
import io.holdfast.token.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jose4j.json.JsonUtil;

/**
 * Proves who the client is by a JWT: made anew for each call, good for a minute and, by its {@code jti}, for one use,
 * and for nobody but one authorization server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523 section 3, "JWT Format and Processing
 *     Requirements"</a>
 */
final class ClientAssertion implements ClientProof {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String SETTINGS = "assertionAlgorithm (at a door clientAssertionAlgorithm)";
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String clientId;
    private final String audience;
    private final KeyMaterial key;
    private final AssertionProfile profile;
    private final SignatureAlgorithm algorithm;
    private final Clock clock;

    ClientAssertion(String clientId, String issuer, KeyMaterial key, AssertionProfile profile, Clock clock) {
        this.clientId = clientId;
        this.audience = profile.audienceOr(issuer);
        this.key = key;
        this.profile = profile;
        this.algorithm = profile.algorithmOr(usual(key));
        this.clock = clock;
        Key publicKey = key.certificate().getPublicKey();
        if (!algorithm.fits(publicKey)) {
            String whose =
                    "The key of " + key.certificate().getSubjectX500Principal() + " is " + publicKey.getAlgorithm();
            throw new IllegalArgumentException(
                    !profile.hasAlgorithm()
                            ? whose
                                    + " and fits no algorithm of assertions. Take an RSA key of at least 2048 bits, an EC"
                                    + " key on P-256, P-384 or P-521, or an Ed25519 key."
                            : whose + " and does not fit the algorithm " + algorithm + " that is set as the " + SETTINGS
                                    + ". An RSA key needs 2048 bits, an EC key the curve of the algorithm.");
        }
        profile.require(algorithm, issuer);
        if (algorithm == SignatureAlgorithm.Ed25519) {
            throw new IllegalArgumentException("Assertions are signed by Ed25519 keys under the name EdDSA, which more"
                    + " servers know: set EdDSA, or leave the algorithm out.");
        }
    }

    private static SignatureAlgorithm usual(KeyMaterial key) {
        Key publicKey = key.certificate().getPublicKey();
        if (SignatureAlgorithm.EdDSA.fits(publicKey)) {
            return SignatureAlgorithm.EdDSA;
        }
        if (!(publicKey instanceof ECPublicKey)) {
            return SignatureAlgorithm.PS256.isAvailable() ? SignatureAlgorithm.PS256 : SignatureAlgorithm.RS256;
        }
        for (SignatureAlgorithm curve : new SignatureAlgorithm[] {SignatureAlgorithm.ES384, SignatureAlgorithm.ES512}) {
            if (curve.fits(publicKey)) {
                return curve;
            }
        }
        return SignatureAlgorithm.ES256;
    }

    @Override
    public void addTo(List<NameValuePair> form, Map<String, String> headers) throws AuthorizationServerException {
        form.add(new BasicNameValuePair("client_id", clientId));
        form.add(new BasicNameValuePair("client_assertion_type", TYPE));
        form.add(new BasicNameValuePair("client_assertion", assertion()));
    }

    private String assertion() throws AuthorizationServerException {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", audience);
        claims.put("jti", unique());
        claims.put("iat", now);
        claims.put("exp", now + LIFETIME.getSeconds());
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm.name());
        header.put("typ", profile.type());
        if (profile.keyId() != null) {
            header.put("kid", profile.keyId());
        }
        String signed = encoded(header) + "." + encoded(claims);
        try {
            byte[] signature = JwsSigning.sign(algorithm, key.privateKey(), signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64Url.encode(signature);
        } catch (GeneralSecurityException | RuntimeException e) { // a provider of hardware may throw anything
            throw new AuthorizationServerException(
                    "The client assertion cannot be signed with " + algorithm + " by the key of "
                            + key.certificate().getSubjectX500Principal() + " ("
                            + e.getClass().getSimpleName() + "). If the key is in hardware, see whether it does "
                            + algorithm + ", or set another as the " + SETTINGS
                            + (key.privateKey().getAlgorithm().equals("RSA") ? ", RS256 for example." : "."),
                    e);
        }
    }

    private static String encoded(Map<String, Object> members) {
        return Base64Url.encode(JsonUtil.toJson(members).getBytes(StandardCharsets.UTF_8));
    }

    private static String unique() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return Base64Url.encode(random);
    }
}
