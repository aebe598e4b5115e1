package io.holdfast.testpki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
 * Builds a key and a certificate. Defaults: an EC P-256 key, valid from yesterday for thirty days, for TLS clients and
 * servers, issued by whoever the builder came from. Not thread-safe; {@link #build()} may be called more than once.
 */
public final class CertificateBuilder {

    private static final AtomicLong SERIAL = new AtomicLong(1000);

    private byte[] subject;
    private @Nullable TestIdentity issuer;
    private @Nullable KeyPair keyPair;
    private String keyAlgorithm = "EC";
    private String keyParameter = "secp256r1";
    private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(30));
    private @Nullable BigInteger serial;
    private boolean authority;
    private List<KeyPurposeId> purposes = Arrays.asList(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
    private final List<GeneralName> names = new ArrayList<>();
    private final Map<String, byte[]> extensions = new LinkedHashMap<>();

    CertificateBuilder(String subject, @Nullable TestIdentity issuer) {
        this.subject = new X500Principal(subject).getEncoded();
        this.issuer = issuer;
    }

    CertificateBuilder copy() {
        CertificateBuilder copy = new CertificateBuilder("CN=copy", issuer);
        copy.subject = subject;
        copy.keyPair = keyPair;
        copy.keyAlgorithm = keyAlgorithm;
        copy.keyParameter = keyParameter;
        copy.notBefore = notBefore;
        copy.notAfter = notAfter;
        copy.authority = authority;
        copy.purposes = purposes;
        copy.names.addAll(names);
        copy.extensions.putAll(extensions);
        return copy;
    }

    /** A distinguished name in RFC 4514 form. */
    public CertificateBuilder subject(String distinguishedName) {
        subject = new X500Principal(distinguishedName).getEncoded();
        return this;
    }

    /** A distinguished name as DER, for encodings that no text form gives. */
    public CertificateBuilder subject(byte[] der) {
        subject = der.clone();
        return this;
    }

    public CertificateBuilder issuedBy(TestIdentity authority) {
        issuer = authority;
        return this;
    }

    public CertificateBuilder selfSigned() {
        issuer = null;
        return this;
    }

    public CertificateBuilder valid(Instant from, Instant until) {
        notBefore = from;
        notAfter = until;
        return this;
    }

    public CertificateBuilder serial(BigInteger number) {
        serial = number;
        return this;
    }

    public CertificateBuilder keyPair(KeyPair pair) {
        keyPair = pair;
        return this;
    }

    public CertificateBuilder rsa(int bits) {
        keyAlgorithm = "RSA";
        keyParameter = Integer.toString(bits);
        return this;
    }

    /** A named curve of the JDK, for example {@code secp521r1}. */
    public CertificateBuilder ec(String curve) {
        keyAlgorithm = "EC";
        keyParameter = curve;
        return this;
    }

    public CertificateBuilder ed25519() {
        keyAlgorithm = "Ed25519";
        keyParameter = "";
        return this;
    }

    public CertificateBuilder dns(String name) {
        names.add(new GeneralName(GeneralName.dNSName, name));
        return this;
    }

    public CertificateBuilder uri(String name) {
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, name));
        return this;
    }

    public CertificateBuilder ip(String address) {
        names.add(new GeneralName(GeneralName.iPAddress, address));
        return this;
    }

    public CertificateBuilder email(String address) {
        names.add(new GeneralName(GeneralName.rfc822Name, address));
        return this;
    }

    public CertificateBuilder onlyForServers() {
        purposes = Collections.singletonList(KeyPurposeId.id_kp_serverAuth);
        return this;
    }

    public CertificateBuilder onlyForClients() {
        purposes = Collections.singletonList(KeyPurposeId.id_kp_clientAuth);
        return this;
    }

    public CertificateBuilder withoutExtendedKeyUsage() {
        purposes = Collections.emptyList();
        return this;
    }

    /** A certificate that may issue others. */
    public CertificateBuilder authority() {
        authority = true;
        purposes = Collections.emptyList();
        return this;
    }

    /** A non-critical extension of any content, to make a certificate odd or large. */
    public CertificateBuilder extension(String oid, byte[] value) {
        extensions.put(oid, value.clone());
        return this;
    }

    public TestIdentity build() {
        try {
            KeyPair subjectKeys = keyPair == null ? newKeyPair() : keyPair;
            X509Certificate certificate = certificate(subjectKeys);
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(certificate);
            if (issuer != null) {
                chain.addAll(issuer.chain());
            }
            return new TestIdentity(subjectKeys, chain, this);
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
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuerName,
                serial == null ? BigInteger.valueOf(SERIAL.incrementAndGet()) : serial,
                Date.from(notBefore),
                Date.from(notAfter),
                subjectName,
                SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
        addExtensions(builder);
        PrivateKey signingKey = issuer == null ? subjectKeys.getPrivate() : issuer.privateKey();
        byte[] der = builder.build(new JcaContentSignerBuilder(signatureAlgorithm(signingKey)).build(signingKey))
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

    private KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
        if (keyAlgorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(keyParameter));
        } else if (keyAlgorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(keyParameter));
        }
        return generator.generateKeyPair();
    }

    private static String signatureAlgorithm(PrivateKey key) {
        switch (key.getAlgorithm()) {
            case "RSA":
                return "SHA256withRSA";
            case "EC":
                return "SHA256withECDSA";
            default:
                return "Ed25519";
        }
    }
}
