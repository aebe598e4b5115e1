package io.holdfast.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates of a TLS handshake in the order in which the client sent them, as some proxies forward them. The first
 * is the client's own: it is the one whose key the handshake has proved, and the others certify it.
 *
 * <p>Each must be signed with the key of the next. So a proxy that turned the order round, and a list that somebody has
 * put together from two headers, have no certificate in the place of the client's: who could sign another's certificate
 * need not forge a header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2">RFC 8446 section 4.4.2, "Certificate"</a>
 */
final class ForwardedChain {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final int MOST_CERTIFICATES = 4;

    /** Larger keys cost a stranger nothing and this server much. */
    private static final int MOST_MODULUS_BITS = 4096;

    private static final int MOST_EXPONENT_BITS = 32;

    /** P-521. A provider may read curves of the stranger's own. */
    private static final int MOST_FIELD_BITS = 521;

    /** The names that Java platforms give their keys. */
    private static final Set<String> EDWARDS =
            Collections.unmodifiableSet(new HashSet<>(Arrays.asList("EdDSA", "Ed25519", "Ed448")));

    private ForwardedChain() {}

    /** The client's certificate among those between commas, each in percent-encoded base64. */
    static byte[] ofList(String value) throws MalformedCertificateException {
        String[] texts = PercentEncoding.decode(value).split(",", -1);
        byte[][] certificates = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            certificates[i] = StrictBase64.decode(texts[i]);
        }
        return clients(certificates);
    }

    /** The client's certificate among PEM blocks, one after the other, percent-encoded. */
    static byte[] ofPem(String value) throws MalformedCertificateException {
        String text = PercentEncoding.decode(value);
        if (!text.startsWith(BEGIN)) {
            throw new MalformedCertificateException("it does not begin with \"" + BEGIN + "\"");
        }
        String[] blocks = text.substring(BEGIN.length()).split(BEGIN, -1);
        byte[][] certificates = new byte[blocks.length][];
        for (int i = 0; i < blocks.length; i++) {
            certificates[i] = PemBlock.decode(BEGIN + blocks[i], '\n');
        }
        return clients(certificates);
    }

    private static byte[] clients(byte[][] certificates) throws MalformedCertificateException {
        if (certificates.length > MOST_CERTIFICATES) {
            throw new MalformedCertificateException("it holds more than " + MOST_CERTIFICATES + " certificates");
        }
        if (certificates.length > 1) {
            requireChain(Arrays.asList(certificates));
        }
        return certificates[0];
    }

    private static void requireChain(List<byte[]> certificates) throws MalformedCertificateException {
        X509Certificate certified = DerCertificate.parse(certificates.get(0));
        for (byte[] each : certificates.subList(1, certificates.size())) {
            X509Certificate issuer = DerCertificate.parse(each);
            if (certified.equals(issuer) // a self-signed one certifies itself, and ends a chain
                    || !IssuerNames.isIssuerOf(issuer, certified)
                    || !isSigned(certified, issuer.getPublicKey())) {
                throw new MalformedCertificateException("it holds several certificates, and one is not certified by the"
                        + " next: let the clients send their own certificate first, each issuer's after it, or their own"
                        + " alone");
            }
            certified = issuer;
        }
    }

    private static boolean isSigned(X509Certificate certificate, PublicKey key) {
        try {
            if (!isCheap(key)) {
                return false;
            }
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // a hostile certificate may lead to anything
        }
    }

    /** Keys of other kinds, as DSA's, hold numbers of the stranger's own, whose size nobody bounds. */
    private static boolean isCheap(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            RSAPublicKey rsa = (RSAPublicKey) key;
            return rsa.getModulus().bitLength() <= MOST_MODULUS_BITS
                    && rsa.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS;
        }
        if (key instanceof ECPublicKey) {
            int bits = ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize();
            return bits <= MOST_FIELD_BITS;
        }
        return EDWARDS.contains(key.getAlgorithm());
    }
}
