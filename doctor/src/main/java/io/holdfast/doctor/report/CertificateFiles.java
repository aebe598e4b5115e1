package io.holdfast.doctor.report;

import io.holdfast.doctor.cli.UsageException;
import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads the certificates of files that hold nothing secret: PEM, DER and PKCS#7. */
public final class CertificateFiles {
    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private CertificateFiles() {}

    /**
     * The certificates of a file in their order; empty if it holds none in these forms, and is perhaps a key store.
     *
     * @throws UsageException if the file cannot be read
     */
    public static List<X509Certificate> in(Path file) throws UsageException {
        byte[] content;
        try {
            content = SmallFile.read(file, LARGEST_FILE);
        } catch (UnreadableFileException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return in(content);
    }

    /** The certificates of a text or of bytes in their order. */
    public static List<X509Certificate> in(byte[] content) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(content))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException | RuntimeException e) {
            return List.of(); // a key store, or anything else
        }
        return certificates;
    }
}
