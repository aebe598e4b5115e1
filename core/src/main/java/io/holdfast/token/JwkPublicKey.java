package io.holdfast.token;

import io.holdfast.text.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public key in a JWK, read from the members that make it up and from no other: certificates and thumbprints beside
 * them need not be right.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6">RFC 7518 section 6, "Cryptographic Algorithms for
 *     Keys"</a>
 */
final class JwkPublicKey {
    private static final List<String> TYPES = Collections.unmodifiableList(Arrays.asList("RSA", "EC", "OKP"));

    /** Private members of any type, and the secret of a symmetric key. */
    private static final List<String> PRIVATE_MEMBERS =
            Collections.unmodifiableList(Arrays.asList("d", "p", "q", "dp", "dq", "qi", "oth", "k"));

    /** More than an RSA modulus of 16384 bits has, in base64url. */
    private static final int LONGEST_MEMBER = 4096;

    private static final int MOST_PADDING = 2;

    /** The one member that is a name, and not base64url. */
    private static final String CURVE = "crv";

    private JwkPublicKey() {}

    static PublicKey read(Map<String, Object> jwk) throws UnusableKeyException {
        Object type = jwk.get("kty");
        if (!TYPES.contains(type)) {
            throw UnusableKeyException.because("its kty is none of RSA, EC and OKP");
        }
        requireNoPrivateMember(jwk);
        if ("RSA".equals(type)) {
            return RsaKeyStrength.required((RSAPublicKey) publicKey(jwk, "RSA", "n", "e"));
        }
        if ("EC".equals(type)) {
            return onItsCurve((ECPublicKey) publicKey(jwk, "EC", CURVE, "x", "y"));
        }
        return Ed25519Signatures.platform()
                .publicKey(jwk)
                .orElseThrow(() -> UnusableKeyException.because(
                        "its crv and x are no Ed25519 key that can be used on this Java platform"));
    }

    /** Neither jose4j nor every provider looks. */
    private static ECPublicKey onItsCurve(ECPublicKey key) throws UnusableKeyException {
        EllipticCurve curve = key.getParams().getCurve();
        BigInteger prime = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        if (x.max(y).compareTo(prime) >= 0
                || y.pow(2).subtract(right).mod(prime).signum() != 0) {
            throw UnusableKeyException.because("its x and y are no point of its curve");
        }
        return key;
    }

    private static void requireNoPrivateMember(Map<String, Object> jwk) throws UnusableKeyException {
        for (String member : PRIVATE_MEMBERS) {
            if (jwk.get(member) != null) {
                throw UnusableKeyException.exposed(member);
            }
        }
    }

    /** jose4j passes over other characters. Padding, which RFC 7515 section 2 leaves out and some write, changes no byte. */
    private static boolean isBase64Url(String text) {
        byte[] characters = text.getBytes(StandardCharsets.UTF_8);
        int end = characters.length;
        while (end > 0 && characters.length - end < MOST_PADDING && characters[end - 1] == '=') {
            end--;
        }
        return Base64Url.decode(characters, 0, end) != null;
    }

    private static PublicKey publicKey(Map<String, Object> jwk, String type, String... members)
            throws UnusableKeyException {
        Map<String, Object> needed = new HashMap<>();
        needed.put("kty", type);
        for (String member : members) {
            Object value = jwk.get(member);
            if (!(value instanceof String) || ((String) value).length() > LONGEST_MEMBER) {
                throw UnusableKeyException.because("its member '" + member + "' is missing, no text or too long");
            }
            if (!member.equals(CURVE) && !isBase64Url((String) value)) {
                throw UnusableKeyException.because("its member '" + member
                        + "' is not base64url throughout, so that two programs may read two keys in it");
            }
            needed.put(member, value);
        }
        try {
            PublicKey key = ((PublicJsonWebKey) JsonWebKey.Factory.newJwk(needed)).getPublicKey();
            if (key instanceof RSAPublicKey || key instanceof ECPublicKey) {
                return key;
            }
        } catch (JoseException | RuntimeException e) {
            // The exception differs by version and provider; in each case it is no key.
        }
        throw UnusableKeyException.because("its members " + Arrays.asList(members) + " are no " + type
                + " public key, or one on a curve that this Java platform does not know");
    }
}
