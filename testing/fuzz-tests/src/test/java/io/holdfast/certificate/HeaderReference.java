package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.Base64;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** The bytes in a proxy's header by its format's grammar as a pattern, and by Bouncy Castle's readers of PEM and base64. */
final class HeaderReference {
    private static final String BASE64 = "[A-Za-z0-9+/]+={0,2}";
    private static final Pattern ENVOY_PAIR =
            Pattern.compile("([A-Za-z]+)=(\"(?:[^\"\\\\]++|\\\\.)*\"|[^;,\"]*)(;|$)", Pattern.DOTALL);

    private HeaderReference() {}

    static byte[] der(CertificateHeaderFormat format, String value) throws IOException {
        return switch (format) {
            case RFC9440 -> base64(within(":", value, ":"));
            case HAPROXY, F5 -> base64(value);
            case TRAEFIK ->
                first(Arrays.stream(unescaped(value).split(",", -1))
                        .map(HeaderReference::base64)
                        .toList());
            case AWS_ALB_PASSTHROUGH -> passthrough(unescaped(value));
            case NGINX, HTTPD_ESCAPE, AWS_ALB -> pem(unescaped(value), "\n");
            case HTTPD -> pem(value, " ");
            case HTTPD_BASE64 -> pem(new String(base64(value), StandardCharsets.US_ASCII), "\n");
            case ENVOY -> envoy(value);
        };
    }

    private static byte[] passthrough(String text) throws IOException {
        List<byte[]> chain = new ArrayList<>();
        for (String block : text.split("(?<=-----END CERTIFICATE-----\n)(?=-----BEGIN)", -1)) {
            chain.add(pem(block, "\n"));
        }
        return first(chain);
    }

    /** The first of certificates, each of which the next has signed. */
    private static byte[] first(List<byte[]> chain) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int i = 1; i < chain.size(); i++) {
                X509Certificate issuer =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(chain.get(i)));
                X509Certificate issued =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(chain.get(i - 1)));
                issued.verify(issuer.getPublicKey());
                assertThat(issued.getIssuerX500Principal()).isEqualTo(issuer.getSubjectX500Principal());
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError("accepted, but no chain", e);
        }
        return chain.get(0);
    }

    private static byte[] envoy(String value) throws IOException {
        String certificate = null;
        String hash = null;
        Matcher pair = ENVOY_PAIR.matcher(value);
        for (int at = 0; at < value.length(); at = pair.end()) {
            assertThat(pair.find(at) && pair.start() == at).as("pairs").isTrue();
            String quoted = pair.group(2);
            String text = quoted.startsWith("\"")
                    ? quoted.substring(1, quoted.length() - 1).replaceAll("(?s)\\\\(.)", "$1")
                    : quoted;
            if (pair.group(1).equalsIgnoreCase("cert")) {
                assertThat(certificate).as("one Cert").isNull();
                certificate = text;
            } else if (pair.group(1).equalsIgnoreCase("hash")) {
                assertThat(hash).as("one Hash").isNull();
                hash = text;
            }
        }
        byte[] der = pem(unescaped(String.valueOf(certificate)), "\n");
        assertThat(hash).isEqualToIgnoringCase(HexFormat.of().formatHex(sha256(der)));
        return der;
    }

    private static byte[] pem(String text, String lineEnd) throws IOException {
        String lines = lineEnd.equals(" ") ? text.replace(" ", "\n").replace("\nCERTIFICATE", " CERTIFICATE") : text;
        assertThat(lines).startsWith("-----BEGIN CERTIFICATE-----\n").matches("(?s).*\n-----END CERTIFICATE-----\n?");
        assertThat(lines.substring(lines.indexOf('\n') + 1, lines.lastIndexOf("-----END"))
                        .split("\n", 0))
                .allMatch(line -> line.matches("[A-Za-z0-9+/=]+"));
        try (PemReader reader = new PemReader(new StringReader(lines))) {
            PemObject block = reader.readPemObject();
            assertThat(reader.readPemObject()).as("one block").isNull();
            return block.getContent();
        }
    }

    private static String unescaped(String value) {
        assertThat(value.replaceAll("%[0-7][0-9A-Fa-f]", "")).matches("[!-$&-~]*");
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.US_ASCII);
    }

    private static String within(String start, String value, String end) {
        assertThat(value).startsWith(start).endsWith(end);
        return value.substring(start.length(), value.length() - end.length());
    }

    /** Left out padding is borne. */
    private static byte[] base64(String text) {
        assertThat(text).matches(BASE64);
        String bare = text.replace("=", "");
        return Base64.decode(bare + "=".repeat((4 - bare.length() % 4) % 4));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
