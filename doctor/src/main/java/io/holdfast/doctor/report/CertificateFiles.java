package io.holdfast.doctor.report;

import io.holdfast.doctor.cli.UsageException;
import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.PemCertificates;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificates of files as key ring and door read them: PEM, DER and PKCS#7, also beside a key. */
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

    /** The certificates of a text or of bytes in their order, keys and other blocks beside them passed over. */
    public static List<X509Certificate> in(byte[] content) {
        try {
            return PemCertificates.in(content, Paths.get("input"), "certificate");
        } catch (KeyMaterialException e) {
            return List.of(); // a key store, or anything else
        }
    }
}
