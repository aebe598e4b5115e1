package io.holdfast.testpki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Builds a key and a certificate, valid or as odd as a test needs. Defaults: an EC key on P-256, a certificate valid
 * from a day before it is built until thirty days after, for TLS clients and servers, with a random serial number,
 * issued by the identity that the builder came from. Not thread-safe; {@link #build()} may be called more than once and
 * makes another certificate each time, with another key unless one was set.
 *
 * <pre>{@code
 * TestIdentity authority = TestIdentity.read(Paths.get("authority.p12"), password);
 * TestIdentity client = CertificateBuilder.identity("CN=Client,O=Partner", authority)
 *         .dns("client.partner.example")
 *         .onlyForClients()
 *         .build();
 * }</pre>
 */
public final class CertificateBuilder {

    /** Random, so that an authority that issues again after a restart repeats no number. */
    private static final SecureRandom SERIAL = new SecureRandom();

    private static final int SERIAL_BITS = 127;

    private byte[] subject;
    private @Nullable TestIdentity issuer;
    private @Nullable KeyPair keyPair;
    private KeyKind keyKind = KeyKind.ec("secp256r1");
    private @Nullable Instant notBefore;
    private @Nullable Instant notAfter;
    private @Nullable BigInteger serial;
    private boolean authority;
    private List<KeyPurposeId> purposes = Arrays.asList(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
    private final List<GeneralName> names = new ArrayList<>();
    private final Map<String, byte[]> extensions = new LinkedHashMap<>();

    private CertificateBuilder(byte[] subject, @Nullable TestIdentity issuer) {
        this.subject = subject;
        this.issuer = issuer;
    }

    /** Starts a certificate that the given authority issues; the name is in RFC 4514 form. */
    public static CertificateBuilder identity(String distinguishedName, TestIdentity issuer) {
        return new CertificateBuilder(encoded(distinguishedName), issuer);
    }

    /**
     * Starts a self-signed certificate; the name is in RFC 4514 form. With {@link #authority()} it is the root of
     * another infrastructure.
     */
    public static CertificateBuilder selfSigned(String distinguishedName) {
        return new CertificateBuilder(encoded(distinguishedName), null);
    }

    private static byte[] encoded(String distinguishedName) {
        return new X500Principal(distinguishedName).getEncoded();
    }

    CertificateBuilder copy() {
        CertificateBuilder copy = new CertificateBuilder(subject, issuer);
        copy.keyPair = keyPair;
        copy.keyKind = keyKind;
        copy.notBefore = notBefore;
        copy.notAfter = notAfter;
        copy.authority = authority;
        copy.purposes = purposes;
        copy.names.addAll(names);
        copy.extensions.putAll(extensions);
        return copy;
    }

    /** Sets the subject, a distinguished name in RFC 4514 form. */
    public CertificateBuilder subject(String distinguishedName) {
        subject = encoded(distinguishedName);
        return this;
    }

    /** Sets the subject, a distinguished name as DER, for encodings that no text form produces. */
    public CertificateBuilder subject(byte[] der) {
        subject = der.clone();
        return this;
    }

    /**
     * Sets another issuer than the builder came with. It need not be an authority, so that a test can see who notices.
     */
    public CertificateBuilder issuedBy(TestIdentity authority) {
        issuer = authority;
        return this;
    }

    /** Makes the certificate its own issuer. */
    public CertificateBuilder selfSigned() {
        issuer = null;
        return this;
    }

    /** Sets the validity, to the second; in the past or in the future for certificates that must not be accepted. */
    public CertificateBuilder valid(Instant from, Instant until) {
        notBefore = from;
        notAfter = until;
        return this;
    }

    /**
     * Sets the serial number, also one that RFC 5280 forbids. Copies made by {@link TestIdentity#renewed()} have their
     * own.
     */
    public CertificateBuilder serial(BigInteger number) {
        serial = number;
        return this;
    }

    /** Uses this key pair for every certificate that is built. */
    public CertificateBuilder keyPair(KeyPair pair) {
        keyPair = pair;
        return this;
    }

    CertificateBuilder newKey() {
        keyPair = null;
        return this;
    }

    /** Makes an RSA key of this many bits. */
    public CertificateBuilder rsa(int bits) {
        keyKind = KeyKind.rsa(bits);
        return this;
    }

    /** Makes an EC key on a named curve of the JDK, for example {@code secp521r1}. */
    public CertificateBuilder ec(String curve) {
        keyKind = KeyKind.ec(curve);
        return this;
    }

    /** Makes an Ed25519 key; needs Java 15 or newer. */
    public CertificateBuilder ed25519() {
        keyKind = KeyKind.of("Ed25519");
        return this;
    }

    /** Adds a subject alternative name: a host. */
    public CertificateBuilder dns(String name) {
        names.add(new GeneralName(GeneralName.dNSName, name));
        return this;
    }

    /** Adds a subject alternative name: a URI. */
    public CertificateBuilder uri(String name) {
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, name));
        return this;
    }

    /** Adds a subject alternative name: an IPv4 or IPv6 address. */
    public CertificateBuilder ip(String address) {
        names.add(new GeneralName(GeneralName.iPAddress, address));
        return this;
    }

    /** Adds a subject alternative name: a mail address. */
    public CertificateBuilder email(String address) {
        names.add(new GeneralName(GeneralName.rfc822Name, address));
        return this;
    }

    /** Limits the extended key usage to TLS servers. */
    public CertificateBuilder onlyForServers() {
        purposes = Collections.singletonList(KeyPurposeId.id_kp_serverAuth);
        return this;
    }

    /** Limits the extended key usage to TLS clients. */
    public CertificateBuilder onlyForClients() {
        purposes = Collections.singletonList(KeyPurposeId.id_kp_clientAuth);
        return this;
    }

    /** Leaves out the extended key usage, as many private authorities do. */
    public CertificateBuilder withoutExtendedKeyUsage() {
        purposes = Collections.emptyList();
        return this;
    }

    /** Makes a certificate that may issue others. */
    public CertificateBuilder authority() {
        authority = true;
        purposes = Collections.emptyList();
        return this;
    }

    /** Adds a non-critical extension of any content, to make a certificate odd or large. */
    public CertificateBuilder extension(String oid, byte[] value) {
        extensions.put(oid, value.clone());
        return this;
    }

    /**
     * Makes a key, unless one was set, and its certificate.
     *
     * @throws IllegalStateException if the Java platform has no such key
     */
    public TestIdentity build() {
        try {
            KeyPair subjectKeys = keyPair == null ? keyKind.newKeyPair() : keyPair;
            X509Certificate certificate = certificate(subjectKeys);
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(certificate);
            if (issuer != null) {
                chain.addAll(issuer.chain());
            }
            return new TestIdentity(subjectKeys, chain, copy());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(KeyPair subjectKeys)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name subjectName = X500Name.getInstance(subject);
        X500Name issuerName = issuer == null
                ? subjectName
                : X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded());
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuerName,
                serial == null ? new BigInteger(SERIAL_BITS, SERIAL) : serial,
                Date.from(notBefore == null ? now.minus(Duration.ofDays(1)) : notBefore),
                Date.from(notAfter == null ? now.plus(Duration.ofDays(30)) : notAfter),
                subjectName,
                SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
        addExtensions(builder);
        PrivateKey signingKey = issuer == null ? subjectKeys.getPrivate() : issuer.privateKey();
        byte[] der = builder.build(
                        new JcaContentSignerBuilder(KeyKind.signatureAlgorithm(signingKey)).build(signingKey))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private void addExtensions(X509v3CertificateBuilder builder) throws IOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
        }
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        }
        for (Map.Entry<String, byte[]> extension : extensions.entrySet()) {
            builder.addExtension(new ASN1ObjectIdentifier(extension.getKey()), false, extension.getValue());
        }
    }
}
