package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.CertificateFacts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A certificate in each header that proxies usually send it in, and in the encodings that they use.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9440">RFC 9440, "Client-Cert HTTP Header Field"</a>
 */
final class CertificateHeaders {
    /** Tomcat refuses a head of more than 8 kB, and says nothing about tokens then. */
    private static final int LARGEST_BATCH = 6_000;

    private final String base64;
    private final String line;
    private final String escaped;
    private final String sha256;
    private final String sha1;
    private final String subject;

    CertificateHeaders(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            base64 = Base64.getEncoder().encodeToString(der);
            String pem = PemBlock.of("CERTIFICATE", der);
            line = pem.replace('\n', ' ').trim();
            escaped = URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
            sha256 = hex("SHA-256", der);
            sha1 = hex("SHA-1", der);
            subject = certificate.getSubjectX500Principal().getName();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("The certificate has no DER encoding.", e);
        }
    }

    private static String hex(String algorithm, byte[] der) {
        try {
            return CertificateFacts.hex(MessageDigest.getInstance(algorithm).digest(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform has no " + algorithm + ".", e);
        }
    }

    /** Every usual header, some of them in several encodings. */
    List<Map.Entry<String, String>> usual() {
        return List.of(
                Map.entry("X-SSL-Client-Cert", escaped),
                Map.entry("Client-Cert", ":" + base64 + ":"),
                Map.entry("X-Forwarded-Client-Cert", "Hash=" + sha256 + ";Cert=\"" + escaped + "\""),
                Map.entry("X-Client-Cert", escaped),
                Map.entry("SSL-Client-Cert", escaped),
                Map.entry("X-SSL-Cert", line),
                Map.entry("X-SSL-Client-DER", base64),
                Map.entry("X-SSL-Client-SHA1", sha1),
                Map.entry("X-SSL-Client-Verify", "SUCCESS"),
                Map.entry("X-Forwarded-Tls-Client-Cert", base64),
                Map.entry(
                        "X-Forwarded-Tls-Client-Cert-Info",
                        URLEncoder.encode("Subject=\"" + subject + "\"", StandardCharsets.UTF_8)),
                Map.entry("X-Amzn-Mtls-Clientcert", escaped),
                Map.entry("X-Amzn-Mtls-Clientcert-Leaf", escaped),
                Map.entry("X-ARR-ClientCert", base64),
                Map.entry("Cf-Client-Cert-Der-Base64", base64),
                Map.entry("Cf-Client-Cert-Sha256", sha256),
                Map.entry("X-Client-Cert-Leaf", ":" + base64 + ":"),
                Map.entry("X-SSL-Client-Cert", line),
                Map.entry("X-Client-Cert", base64),
                Map.entry("SSL-Client-Cert", line),
                Map.entry("X-SSL-Client-Cert", base64));
    }

    /** Headers that some servers read as one of the usual ones, and that few proxies delete. */
    List<Map.Entry<String, String>> lookAlikes() {
        return List.of(
                Map.entry("X_SSL_Client_Cert", escaped),
                Map.entry("Client_Cert", ":" + base64 + ":"),
                Map.entry("X_Client_Cert", escaped),
                // an empty line first: a proxy may set the first one, and a server join them or read the last
                Map.entry("X-SSL-Client-Cert", ""),
                Map.entry("X-SSL-Client-Cert", escaped),
                Map.entry("Client-Cert", ""),
                Map.entry("Client-Cert", ":" + base64 + ":"));
    }

    /** The headers that are set most, with this certificate. */
    List<Map.Entry<String, String>> common() {
        return usual().subList(0, 5);
    }

    /** The certificate as names and values of a query or of cookies. */
    Map<String, String> parameters() {
        return Map.of("client_cert", escaped, "ssl_client_cert", escaped);
    }

    /** Parts that fit into the head of one request each, in which no name comes twice unless it is meant to. */
    static List<List<Map.Entry<String, String>>> batches(List<Map.Entry<String, String>> headers, boolean namesTwice) {
        List<List<Map.Entry<String, String>>> batches = new ArrayList<>();
        List<Map.Entry<String, String>> batch = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int size = 0;
        for (Map.Entry<String, String> header : headers) {
            int length = header.getKey().length() + header.getValue().length() + 4;
            boolean known = !namesTwice && !names.add(header.getKey().toLowerCase(Locale.ROOT));
            if (!batch.isEmpty() && (known || size + length > LARGEST_BATCH)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                names.clear();
                names.add(header.getKey().toLowerCase(Locale.ROOT));
                size = 0;
            }
            batch.add(header);
            size += length;
        }
        batches.add(List.copyOf(batch));
        return batches;
    }
}
