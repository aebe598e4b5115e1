package io.holdfast.doctor.probe;

import io.holdfast.keystore.KeyMaterial;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Certificates of a thief's making, in memory alone. They have a key of the owner's kind, so that a server that takes
 * the owner's takes theirs, too. Those that need no name of the owner's are called {@code CN=holdfast-probe-<run id>}.
 */
final class MadeUpIdentities {
    private static final Duration SHORT = Duration.ofHours(1);

    private final KeyMaterial owner;
    private final X500Principal name;
    private final KeyPair pair;
    private final SecureRandom random = new SecureRandom();
    private final Identity stranger;

    MadeUpIdentities(KeyMaterial owner, String runId) throws GeneralSecurityException {
        this.owner = owner;
        this.name = new X500Principal("CN=holdfast-probe-" + runId);
        this.pair = pairLike(owner.certificate().getPublicKey());
        this.stranger = new Identity(
                "a made-up certificate", List.of(certificate(name, name, serial(), 0, pair)), pair.getPrivate());
    }

    /** A fresh self-signed certificate. */
    Identity stranger() {
        return stranger;
    }

    /** A certificate with the owner's subject, issuer and serial number, over another key. */
    Identity namesake() throws GeneralSecurityException {
        X509Certificate real = owner.certificate();
        X509Certificate forged = certificate(
                real.getSubjectX500Principal(), real.getIssuerX500Principal(), real.getSerialNumber(), 0, pair);
        return new Identity(
                "a forged certificate with your names and serial number", List.of(forged), pair.getPrivate());
    }

    /** A self-signed certificate with the owner's subject over the owner's key. */
    Identity sameKey() throws GeneralSecurityException {
        X509Certificate real = owner.certificate();
        X500Principal subject = real.getSubjectX500Principal();
        KeyPair own = new KeyPair(real.getPublicKey(), owner.privateKey());
        return new Identity(
                "another certificate over your key",
                List.of(certificate(subject, subject, serial(), 0, own)),
                owner.privateKey());
    }

    /** The stranger's leaf, and the owner's chain behind it. */
    Identity withOwnerBehind() {
        List<X509Certificate> chain = new ArrayList<>(stranger.chain());
        chain.addAll(owner.certificateChain());
        return new Identity("a made-up certificate with yours behind it", chain, pair.getPrivate());
    }

    /** A self-signed certificate that has ended. */
    Identity expired() throws GeneralSecurityException {
        return new Identity(
                "an expired made-up certificate",
                List.of(certificate(name, name, serial(), -7, pair)),
                pair.getPrivate());
    }

    private BigInteger serial() {
        return new BigInteger(120, random).setBit(119);
    }

    private static KeyPair pairLike(PublicKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance(algorithm.equals("EC") || algorithm.startsWith("Ed") ? algorithm : "RSA");
        if (key instanceof ECPublicKey) {
            generator.initialize(((ECPublicKey) key).getParams());
        } else if (generator.getAlgorithm().equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Principal subject, X500Principal issuer, BigInteger serial, int daysFromNow, KeyPair keys)
            throws GeneralSecurityException {
        Instant from = Instant.now().plus(Duration.ofDays(daysFromNow)).minus(SHORT);
        byte[] algorithm = algorithmOf(keys.getPublic());
        byte[] content = Asn1.sequence(
                Asn1.tagged(Asn1.integer(BigInteger.valueOf(2))), // version 3
                Asn1.integer(serial),
                algorithm,
                issuer.getEncoded(),
                Asn1.sequence(Asn1.time(from), Asn1.time(from.plus(SHORT.multipliedBy(3)))),
                subject.getEncoded(),
                keys.getPublic().getEncoded());
        byte[] der = Asn1.sequence(content, algorithm, Asn1.bits(signed(keys.getPrivate(), content)));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] signed(PrivateKey key, byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                key.getAlgorithm().equals("EC")
                        ? "SHA256withECDSA"
                        : key.getAlgorithm().startsWith("Ed") ? "Ed25519" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    /** The identifier of the algorithm of {@link #signed}, in DER: RFC 5758, RFC 8410, RFC 4055. */
    private static byte[] algorithmOf(PublicKey key) {
        String encoded = key.getAlgorithm().equals("EC")
                ? "MAoGCCqGSM49BAMC"
                : key.getAlgorithm().startsWith("Ed") ? "MAUGAytlcA==" : "MA0GCSqGSIb3DQEBCwUA";
        return Base64.getDecoder().decode(encoded);
    }

    /** A self-signed certificate over any key. */
    static Identity selfSigned(KeyPair pair, String runId) throws GeneralSecurityException {
        X500Principal name = new X500Principal("CN=holdfast-probe-" + runId);
        return new Identity(
                "a made-up certificate", List.of(certificate(name, name, BigInteger.TEN, 0, pair)), pair.getPrivate());
    }
}
