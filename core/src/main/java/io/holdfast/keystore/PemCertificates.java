package io.holdfast.keystore;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The certificates in a file, as PEM, DER or PKCS#7, read with the JDK alone. Blocks of other kinds are skipped; an
 * unreadable certificate is an error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-5">RFC 7468 section 5, "Textual Encoding of
 *     Certificates"</a>
 */
public final class PemCertificates {
    private PemCertificates() {}

    /**
     * Reads the certificates, at least one, in their order.
     *
     * @param content the file's content, which the caller bounds
     * @param file its name, for messages
     * @param what the entry looked for, for messages: a certificate, or a trusted one
     * @throws KeyMaterialException if there is none, one is not whole, or one cannot be read
     */
    public static List<X509Certificate> in(byte[] content, Path file, String what) throws KeyMaterialException {
        try (PemFile blocks = PemFile.of(content)) {
            List<X509Certificate> certificates = new ArrayList<>();
            int whole = 0;
            int begun = 0;
            for (FileBlock block : blocks.blocks()) {
                if (FileBlock.isTrustedCertificate(block.label())) {
                    begun++;
                } else if (block.isCertificate()) {
                    whole++;
                    certificates.addAll(certificates(block, whole, file));
                }
            }
            for (String label : blocks.unfinished()) {
                begun += FileBlock.promisesCertificate(label) ? 1 : 0;
            }
            if (begun > 0) {
                throw new KeyMaterialException(file + " begins " + (begun + whole) + " certificates, but only " + whole
                        + " are whole and of the kind CERTIFICATE. Export the file anew (not with openssl's"
                        + " -trustout).");
            }
            if (certificates.isEmpty()) {
                throw new KeyMaterialException(file + " holds no " + what + ". " + blocks.found()
                        + " Name the file that has the block \"CERTIFICATE\""
                        + (blocks.holdsPrivateKey() ? BESIDE_ITS_KEY : "") + ".");
            }
            return certificates;
        }
    }

    private static final String BESIDE_ITS_KEY =
            ", beside this one: a door has the setting keyCertificate for it, a program PemKeyStore's certificates, the doctor --cert beside --key";

    private static List<X509Certificate> certificates(FileBlock block, int number, Path file)
            throws KeyMaterialException {
        if (!block.defect().isEmpty()) {
            throw new KeyMaterialException(
                    "Certificate " + number + " in " + file + " cannot be read: it is no base64, " + block.defect()
                            + ". Copy it anew, or take out what is not of it.");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream der = new ByteArrayInputStream(block.content());
            Collection<? extends Certificate> all = block.kind() == FileBlock.Kind.CERTIFICATES
                    ? factory.generateCertificates(der)
                    : Collections.singleton(factory.generateCertificate(der));
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : all) {
                certificates.add((X509Certificate) certificate);
            }
            return certificates;
        } catch (CertificateException e) {
            throw new KeyMaterialException(
                    "Certificate " + number + " in " + file + " cannot be read (" + e.getMessage()
                            + "). Export it anew.",
                    e);
        }
    }
}
