package io.holdfast.keystore;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One block of a {@link PemFile}. Its content decides its kind: tools write keys under each other's labels. */
final class FileBlock {
    /** PKCS#7 signed data, 1.2.840.113549.1.7.2. */
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";

    private final @Nullable String label;
    private final @Nullable String dekInfo;
    private final byte @Nullable [] content;
    private final String defect;
    private final Kind kind;

    /**
     * Makes a block.
     *
     * @param label null if the file is this content in DER, without any label
     * @param dekInfo the cipher and the initialisation vector of OpenSSL's old encrypted form
     * @param content null if it is no base64
     * @param defect the fault of the base64 text; empty if there is none
     */
    FileBlock(@Nullable String label, @Nullable String dekInfo, byte @Nullable [] content, String defect) {
        this.label = label;
        this.dekInfo = dekInfo;
        this.content = content;
        this.defect = defect;
        this.kind = content == null || dekInfo != null ? Kind.OTHER : kind(content);
    }

    /** The kind of a content. */
    enum Kind {
        CERTIFICATE("CERTIFICATE"),
        CERTIFICATES("PKCS#7"),
        PKCS8("PRIVATE KEY"),
        ENCRYPTED_PKCS8("ENCRYPTED PRIVATE KEY"),
        PKCS1("RSA PRIVATE KEY"),
        SEC1("EC PRIVATE KEY"),
        DSA("DSA PRIVATE KEY"),
        KEY_STORE("PKCS#12 key store"),
        /** A request, a revocation list or a certificate of version 1. */
        SIGNED("request or revocation list"),
        CURVE("EC PARAMETERS"),
        OTHER("unknown content");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static Kind kind(byte[] content) {
        Der whole = Der.in(content);
        if (whole == null || whole.tag() != Der.SEQUENCE) {
            return whole != null && whole.tag() == Der.OBJECT_IDENTIFIER && whole.isWhole() ? Kind.CURVE : Kind.OTHER;
        }
        List<Der> parts = whole.parts(10);
        List<Integer> tags = whole.shape();
        if (parts.size() < 2) {
            return Kind.OTHER;
        }
        Der first = parts.get(0);
        Der second = parts.get(1);
        if (first.tag() == Der.INTEGER) {
            return ofNumbers(first, second, tags);
        }
        if (first.tag() == Der.OBJECT_IDENTIFIER) {
            return first.dotted().equals(SIGNED_DATA) ? Kind.CERTIFICATES : Kind.OTHER;
        }
        if (tags.equals(Arrays.asList(Der.SEQUENCE, Der.OCTET_STRING)) && first.beginsWith(Der.OBJECT_IDENTIFIER)) {
            return Kind.ENCRYPTED_PKCS8;
        }
        if (parts.size() >= 3 && first.tag() == Der.SEQUENCE && second.beginsWith(Der.OBJECT_IDENTIFIER)) {
            return first.beginsWith(Der.CONTEXT_0) ? Kind.CERTIFICATE : Kind.SIGNED;
        }
        return Kind.OTHER;
    }

    private static Kind ofNumbers(Der version, Der second, List<Integer> tags) {
        if (second.tag() == Der.SEQUENCE && second.beginsWith(Der.OBJECT_IDENTIFIER)) {
            if (version.small() == 3) {
                return Kind.KEY_STORE;
            }
            return tags.size() >= 3 && tags.get(2) == Der.OCTET_STRING ? Kind.PKCS8 : Kind.OTHER;
        }
        if (second.tag() == Der.OCTET_STRING) {
            return version.small() == 1 ? Kind.SEC1 : Kind.OTHER;
        }
        int numbers = 0;
        while (numbers < tags.size() && tags.get(numbers) == Der.INTEGER) {
            numbers++;
        }
        return numbers >= 9 ? Kind.PKCS1 : numbers == 6 && tags.size() == 6 ? Kind.DSA : Kind.OTHER;
    }

    Kind kind() {
        return kind;
    }

    byte[] content() {
        return content != null ? content : new byte[0];
    }

    /** The fault of the base64 text, in words that follow "is no base64: "; empty if there is none. */
    String defect() {
        return defect;
    }

    @Nullable
    String dekInfo() {
        return dekInfo;
    }

    /** True if the label promises a private key, or there is one. */
    boolean isPrivateKey() {
        switch (kind) {
            case PKCS8:
            case ENCRYPTED_PKCS8:
            case PKCS1:
            case SEC1:
            case DSA:
                return true;
            case OTHER:
                return promisesPrivateKey(label);
            default:
                return false;
        }
    }

    /** True if the label promises a certificate, or there is one, or several in PKCS#7. */
    boolean isCertificate() {
        switch (kind) {
            case CERTIFICATE:
            case CERTIFICATES:
                return true;
            case SIGNED:
                return label == null || promisesCertificate(label);
            case OTHER:
                return promisesCertificate(label) || ("PKCS7".equals(label) || "CMS".equals(label));
            default:
                return false;
        }
    }

    static boolean promisesPrivateKey(@Nullable String label) {
        return label != null && label.endsWith("PRIVATE KEY");
    }

    static boolean promisesCertificate(@Nullable String label) {
        return "CERTIFICATE".equals(label) || "X509 CERTIFICATE".equals(label) || isTrustedCertificate(label);
    }

    static boolean isTrustedCertificate(@Nullable String label) {
        return "TRUSTED CERTIFICATE".equals(label);
    }

    @Nullable
    String label() {
        return label;
    }

    /** The label; the content's kind where that is another. */
    String words() {
        if (label == null) {
            return kind.words + " in DER";
        }
        boolean plain = kind == Kind.OTHER || kind == Kind.SIGNED || label.contains(kind.words);
        return plain ? label : label + " (holds " + kind.words + ")";
    }

    /** Overwrites the content, which may be a key. */
    void wipe() {
        if (content != null) {
            Arrays.fill(content, (byte) 0);
        }
    }
}
