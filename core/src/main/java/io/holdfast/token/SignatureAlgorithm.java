package io.holdfast.token;

import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.keys.EllipticCurves;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms that a token may be signed with: the asymmetric ones of RFC 7518, and Ed25519. The constants
 * are spelled as the names in {@code alg}. There is none for {@code none} or for a MAC, so no setting can allow one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC 7518 section 3.1, "'alg' (Algorithm) Header
 *     Parameter Values for JWS"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8037#section-3.1">RFC 8037 section 3.1, "Signing"</a>
 */
public enum SignatureAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256(Family.RSA, 256),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384(Family.RSA, 384),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512(Family.RSA, 512),
    /** RSASSA-PSS with SHA-256. */
    PS256(Family.PSS, 256),
    /** RSASSA-PSS with SHA-384. */
    PS384(Family.PSS, 384),
    /** RSASSA-PSS with SHA-512. */
    PS512(Family.PSS, 512),
    /** ECDSA with P-256 and SHA-256. */
    ES256(EllipticCurves.P256, 256, 64),
    /** ECDSA with P-384 and SHA-384. */
    ES384(EllipticCurves.P384, 384, 96),
    /** ECDSA with P-521 and SHA-512. */
    ES512(EllipticCurves.P521, 512, 132),
    /** EdDSA, of which only Ed25519 is accepted: Java 15, or Bouncy Castle 1.61 on older ones. */
    EdDSA(Family.EDWARDS),
    /** EdDSA with Ed25519, under the name that names the curve (RFC 9864). */
    Ed25519(Family.EDWARDS);

    /** The algorithms that section 5.4.1 of the FAPI 2.0 Security Profile allows. Unmodifiable. */
    public static final Set<SignatureAlgorithm> FAPI2 =
            Collections.unmodifiableSet(EnumSet.of(PS256, ES256, EdDSA, Ed25519));

    /** RFC 7518 sections 3.3 and 3.5. */
    static final int MIN_RSA_BITS = 2048;

    private final Family family;

    /** The curve that keys must be on; null but for ECDSA. */
    @SuppressWarnings("ImmutableEnumChecker") // the JDK's class is immutable, but not marked so
    private final @Nullable ECParameterSpec curve;

    /** Bytes of R and S together; 0 for RSA, whose signatures are as long as the key. */
    private final int signatureLength;

    /** The JCA's names of it, the most usual first. */
    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final List<String> jcaNames;

    /** The parameters that the JCA needs; null but for RSASSA-PSS. */
    @SuppressWarnings("ImmutableEnumChecker") // the JDK's class is immutable, but not marked so
    private final @Nullable PSSParameterSpec parameters;

    SignatureAlgorithm(Family family) {
        this.family = family;
        this.curve = null;
        this.signatureLength = Ed25519Signatures.SIGNATURE_LENGTH;
        this.jcaNames = Collections.unmodifiableList(Arrays.asList(Ed25519Signatures.NAME, "EdDSA"));
        this.parameters = null;
    }

    SignatureAlgorithm(Family family, int bits) {
        this.family = family;
        this.curve = null;
        this.signatureLength = 0;
        this.jcaNames = family == Family.PSS
                ? Collections.unmodifiableList(Arrays.asList("RSASSA-PSS", "SHA" + bits + "withRSAandMGF1"))
                : Collections.singletonList("SHA" + bits + "withRSA");
        this.parameters = family == Family.PSS ? pss("SHA-" + bits, bits / Byte.SIZE) : null;
    }

    SignatureAlgorithm(ECParameterSpec curve, int bits, int signatureLength) {
        this.family = Family.ECDSA;
        this.curve = curve;
        this.signatureLength = signatureLength;
        this.jcaNames = Collections.singletonList("SHA" + bits + "withECDSA");
        this.parameters = null;
    }

    /** RFC 7518 section 3.5: the same hash for the mask, and a salt as long as it. */
    private static PSSParameterSpec pss(String hash, int saltLength) {
        return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltLength, 1);
    }

    /** The algorithm of exactly this name, in exactly this letter case. */
    public static Optional<SignatureAlgorithm> named(String name) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** True if this Java platform can verify it: RSASSA-PSS came to Java 8 with update 251, Ed25519 with Java 15. */
    public boolean isAvailable() {
        return SignatureProvider.platform().has(this);
    }

    /** The remedy that makes it available, as the end of a sentence for the operator. */
    public String remedy() {
        return isEdwardsCurve()
                ? "Leave it out, use Java 15 or newer, or add Bouncy Castle (bcprov-jdk18on, or another of at least 1.61)."
                : "Leave it out or update Java.";
    }

    boolean isEdwardsCurve() {
        return family == Family.EDWARDS;
    }

    /** True if a public key is of this algorithm's type, curve and least size (RSA: 2048 bits). */
    public boolean fits(Key key) {
        switch (family) {
            case RSA:
            case PSS:
                return key instanceof RSAPublicKey
                        && ((RSAPublicKey) key).getModulus().bitLength() >= MIN_RSA_BITS;
            case ECDSA:
                return curve != null
                        && key instanceof ECPublicKey
                        && ((ECPublicKey) key).getParams().getCurve().equals(curve.getCurve());
            default:
                return Ed25519Signatures.isKey(key);
        }
    }

    List<String> jcaNames() {
        return jcaNames;
    }

    /** The curve that keys are on; null but for ECDSA. */
    @Nullable
    ECParameterSpec curve() {
        return curve;
    }

    /** Bytes of a signature; 0 for RSA, whose signatures are as long as the key. */
    int signatureLength() {
        return signatureLength;
    }

    @Nullable
    PSSParameterSpec parameters() {
        return parameters;
    }

    /**
     * A signature as the JCA wants it.
     *
     * @param key a key that fits
     * @return null if it cannot be one: it is not as long as this algorithm's are with that key, or its numbers lie
     *     outside of their range
     */
    byte @Nullable [] encoded(byte[] signature, PublicKey key) {
        int expected = isRsa() ? (((RSAPublicKey) key).getModulus().bitLength() + 7) / Byte.SIZE : signatureLength;
        if (signature.length != expected) {
            return null;
        }
        return curve == null ? signature : EcdsaSignature.der(signature, curve.getOrder());
    }

    private boolean isRsa() {
        return family == Family.RSA || family == Family.PSS;
    }

    private enum Family {
        RSA,
        PSS,
        ECDSA,
        EDWARDS
    }
}
