package io.holdfast.token;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.BitSet;

/**
 * The strength of RSA keys that verify signatures: neither weak, nor so large that a forged token would cost more than
 * reading it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.3">RFC 7518 section 3.3, "Digital Signature with
 *     RSASSA-PKCS1-v1_5"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8017#section-3.1">RFC 8017 section 3.1, "RSA Public Key"</a>
 */
final class RsaKeyStrength {
    private static final int MOST_BITS = 8192;
    private static final int MOST_EXPONENT_BITS = 32;

    /** Keys with more are tried once for a token. */
    private static final int CHEAP_BITS = 4096;

    private static final BigInteger THREE = BigInteger.valueOf(3);

    /** The primes up to this one divide the number that all primes of a ROCA key are made from, whatever its size. */
    private static final int LAST_ROCA_PRIME = 167;

    private static final int ROCA_GENERATOR = 65537;

    private RsaKeyStrength() {}

    static RSAPublicKey required(RSAPublicKey key) throws UnusableKeyException {
        int bits = key.getModulus().bitLength();
        if (bits < SignatureAlgorithm.MIN_RSA_BITS || bits > MOST_BITS) {
            throw UnusableKeyException.because("it is an RSA key of " + bits + " bits, and those of "
                    + SignatureAlgorithm.MIN_RSA_BITS + " to " + MOST_BITS + " are used");
        }
        BigInteger exponent = key.getPublicExponent();
        if (!exponent.testBit(0) || exponent.bitLength() > MOST_EXPONENT_BITS || exponent.compareTo(THREE) < 0) {
            throw UnusableKeyException.because(
                    "its RSA exponent is not odd, less than 3 or longer than " + MOST_EXPONENT_BITS + " bits");
        }
        if (!key.getModulus().testBit(0)) {
            throw UnusableKeyException.because("its RSA modulus is even");
        }
        if (isRoca(key.getModulus())) {
            throw UnusableKeyException.because(
                    "its RSA modulus was made by a chip whose keys can be factored (ROCA, CVE-2017-15361), so the issuer"
                            + " must replace it");
        }
        return key;
    }

    /** True if an attempt costs so much that a token is worth one only. */
    static boolean isCostly(RSAPublicKey key) {
        return key.getModulus().bitLength() > CHEAP_BITS;
    }

    /**
     * True if a modulus is a power of 65537 modulo each small prime, as those of the broken library are. Of others one
     * in a hundred million is.
     *
     * @see <a href="https://doi.org/10.1145/3133956.3133969">Nemec and others, "The Return of Coppersmith's Attack",
     *     section 2.2</a>
     */
    static boolean isRoca(BigInteger modulus) {
        for (int prime = 3; prime <= LAST_ROCA_PRIME; prime += 2) {
            if (isPrime(prime)
                    && !powers(prime).get(modulus.mod(BigInteger.valueOf(prime)).intValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrime(int odd) {
        return BigInteger.valueOf(odd).isProbablePrime(64);
    }

    private static BitSet powers(int prime) {
        BitSet powers = new BitSet(prime);
        for (int power = 1; !powers.get(power); power = power * (ROCA_GENERATOR % prime) % prime) {
            powers.set(power);
        }
        return powers;
    }
}
