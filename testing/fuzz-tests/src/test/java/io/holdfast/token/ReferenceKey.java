package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A key as Nimbus reads it: from the members that make it up, because of others it wants more than we, who ignore them. */
public final class ReferenceKey {
    private static final List<String> MEMBERS = List.of("kty", "n", "e", "crv", "x", "y");

    private ReferenceKey() {}

    /** Whether we use the JWK's key. */
    public static boolean isUsed(Map<?, ?> jwk) {
        return VerificationKey.of(members(jwk)).isPresent();
    }

    /** Requires that Nimbus reads the same key, and that nothing says that it is secret, or for anything else. */
    public static void assertSame(VerificationKey ours, Map<?, ?> jwk) throws Exception {
        PublicKey key = JwkPublicKey.read(members(jwk));
        assertThat(ours.isSameAs(VerificationKey.of(members(jwk)).orElseThrow()))
                .isTrue();
        assertThat(jwk.get("d")).isNull();
        assertThat(jwk.get("use")).isNotEqualTo("enc");
        assertThat(EnumSet.allOf(SignatureAlgorithm.class)).anyMatch(ours::fits);
        JWK strict = nimbus(jwk);
        if (key instanceof RSAPublicKey rsa) {
            RSAPublicKey theirs = ((RSAKey) strict).toRSAPublicKey();
            assertThat(rsa.getModulus()).isEqualTo(theirs.getModulus());
            assertThat(rsa.getPublicExponent()).isEqualTo(theirs.getPublicExponent());
            assertThat(theirs.getModulus().bitLength()).isBetween(2048, 8192);
        } else if (key instanceof ECPublicKey ec) {
            assertThat(ec.getW()).isEqualTo(((ECKey) strict).toECPublicKey().getW());
        } else {
            OctetKeyPair theirs = (OctetKeyPair) strict;
            assertThat(theirs.getCurve().getName()).isEqualTo("Ed25519");
            assertThat(((EdECPublicKey) key).getPoint().getY().bitLength()).isLessThanOrEqualTo(255);
            assertThat(theirs.getDecodedX()).hasSize(32).isEqualTo(lastBytes(key.getEncoded(), 32));
        }
    }

    private static JWK nimbus(Map<?, ?> jwk) throws ParseException {
        Map<String, Object> members = members(jwk);
        members.keySet().retainAll(MEMBERS);
        return JWK.parse(members);
    }

    private static byte[] lastBytes(byte[] bytes, int length) {
        return Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
    }

    private static Map<String, Object> members(Map<?, ?> jwk) {
        Map<String, Object> members = new LinkedHashMap<>();
        jwk.forEach((name, value) -> members.put((String) name, value));
        return members;
    }
}
