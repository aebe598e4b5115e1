package io.holdfast.doctor.report;

import io.holdfast.doctor.cli.UsageException;
import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.PemCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificates of files as key ring and door read them: PEM, DER and PKCS#7, also beside a key. */
public final class CertificateFiles {
    private static final int LARGEST_FILE = 4 * 1024 * 1024;
    private static final String WHAT = "certificate";

    private CertificateFiles() {}

    /**
     * The certificates of a file in their order; empty if it holds none in these forms, and is perhaps a key store.
     *
     * @throws UsageException if the file cannot be read, or has a block of PEM or one certificate, and none that
     *     can be read
     */
    public static List<X509Certificate> in(Path file) throws UsageException {
        byte[] content;
        try {
            content = SmallFile.read(file, LARGEST_FILE);
        } catch (UnreadableFileException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        try {
            return PemCertificates.in(content, file, WHAT);
        } catch (KeyMaterialException e) {
            boolean isOne = e.getCause() instanceof CertificateException;
            if (isOne || hasBlock(content)) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            return List.of(); // a key store, or anything else
        }
    }

    /**
     * The certificates of a text in their order, keys and other blocks beside them passed over.
     *
     * @throws KeyMaterialException if there is none, or one cannot be read
     */
    public static List<X509Certificate> inText(String text) throws KeyMaterialException {
        return PemCertificates.in(text.getBytes(StandardCharsets.US_ASCII), Paths.get("the text"), WHAT);
    }

    /** True for PEM, in UTF-16 as well: a key store has no such line, and the message names its option. */
    private static boolean hasBlock(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .contains("-----BEGIN ");
    }
}
