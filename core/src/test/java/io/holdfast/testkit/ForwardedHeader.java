package io.holdfast.testkit;

import io.holdfast.testpki.TestPki;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Header values as the proxies write them, made here and not by the code under test. Of nginx, httpd and HAProxy the
 * real ones were seen; the others are as their makers document them.
 */
public final class ForwardedHeader {

    private static final Set<String> BARE_BASE64 = Set.of("haproxy", "f5");
    private static final Set<String> ESCAPED_PEM = Set.of("nginx", "httpd-escape", "aws-alb", "aws-alb-passthrough");

    private ForwardedHeader() {}

    public static String value(String format, X509Certificate certificate) {
        try {
            return value(format, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value for any bytes at all. */
    public static String value(String format, byte[] der) {
        String base64 = Base64.getEncoder().encodeToString(der);
        return switch (format) {
            case "rfc9440" -> ":" + base64 + ":";
            case "nginx" -> escapedPem(der);
            case "httpd" -> pem(der).replace('\n', ' ');
            case "httpd-escape" -> pem(der).replace(" ", "%20").replace("\n", "%0a");
            case "httpd-base64" -> Base64.getEncoder().encodeToString(pem(der).getBytes(StandardCharsets.US_ASCII));
            case "haproxy", "f5", "traefik" -> base64;
            case "envoy" ->
                "By=spiffe://test.example/proxy;Hash=" + hexSha256(der) + ";Cert=\"" + escapedPem(der)
                        + "\";Subject=\"CN=Server A,OU=Orders\";URI=;DNS=server-a.partner-a.example";
            case "aws-alb", "aws-alb-passthrough" ->
                pem(der).replace(" ", "%20").replace("\n", "%0A");
            default -> throw new IllegalArgumentException(format);
        };
    }

    /** Whether two formats are one grammar, or the one's values are all also the other's. */
    public static boolean same(String format, String other) {
        return format.equals(other)
                || (BARE_BASE64.contains(format) && (BARE_BASE64.contains(other) || other.equals("traefik")))
                || (format.equals("traefik") && BARE_BASE64.contains(other))
                || (ESCAPED_PEM.contains(format) && ESCAPED_PEM.contains(other));
    }

    /** nginx's {@code $ssl_client_escaped_cert}, and what Envoy puts between quotes. */
    public static String escapedPem(byte[] der) {
        return pem(der).replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D")
                .replace(" ", "%20")
                .replace("\n", "%0A");
    }

    /** The pair with which Envoy names a certificate that it does not forward. */
    public static String envoysHash(X509Certificate certificate) {
        try {
            return "Hash=" + hexSha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String hexSha256(byte[] der) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** A good certificate of exactly this size. */
    public static byte[] certificateOf(int octets, TestPki pki) {
        try {
            int padding = 1;
            while (true) {
                byte[] der = pki.identity("CN=Large")
                        .keyPair(pki.serverA().keyPair())
                        .extension("1.3.6.1.4.1.55555.1", new byte[padding])
                        .build()
                        .certificate()
                        .getEncoded();
                if (der.length == octets) {
                    return der;
                }
                // signatures differ by an octet or two from one time to the next
                padding = Math.max(1, padding + octets - der.length);
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sequences within sequences, about this many octets; the innermost is empty. */
    public static byte[] nestedSequences(int octets) {
        byte[] inner = new byte[0];
        List<Integer> lengths = new ArrayList<>();
        int length = inner.length;
        while (length < octets) {
            lengths.add(length);
            length += length < 128 ? 2 : length < 256 ? 3 : 4;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = lengths.size() - 1; i >= 0; i--) {
            int content = lengths.get(i);
            out.write(0x30);
            if (content >= 256) {
                out.write(0x82);
                out.write(content >> 8);
            } else if (content >= 128) {
                out.write(0x81);
            }
            out.write(content);
        }
        return out.toByteArray();
    }
}
