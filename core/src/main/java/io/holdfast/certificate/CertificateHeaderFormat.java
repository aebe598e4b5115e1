package io.holdfast.certificate;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The format in which a TLS-terminating proxy writes the client certificate into a header field. One format is one
 * grammar; any other text is no certificate. Each holds one certificate, the client's own; in some that have its chain, too,
 * it is the first.
 */
public enum CertificateHeaderFormat {
    /** The standard: DER in base64 between colons. HAProxy 2.6 and newer can write it. */
    RFC9440("rfc9440", "Client-Cert", ByteSequence::decode),
    /** nginx's {@code $ssl_client_escaped_cert}: percent-encoded PEM. */
    NGINX("nginx", "X-Client-Cert", CertificateHeaderFormat::escapedPem),
    /** Apache httpd's {@code %{SSL_CLIENT_CERT}s}: PEM with spaces for line ends. */
    HTTPD("httpd", "X-Client-Cert", value -> PemBlock.decode(value, ' ')),
    /** Apache httpd's {@code expr=%{escape:%{SSL_CLIENT_CERT}}}: percent-encoded PEM. */
    HTTPD_ESCAPE("httpd-escape", "X-Client-Cert", CertificateHeaderFormat::escapedPem),
    /** Apache httpd's {@code expr=%{base64:%{SSL_CLIENT_CERT}}}: the whole PEM text in base64. */
    HTTPD_BASE64("httpd-base64", "X-Client-Cert", CertificateHeaderFormat::encodedPem),
    /** HAProxy's {@code %[ssl_c_der,base64]}: DER in base64. */
    HAPROXY("haproxy", "X-Client-Cert", StrictBase64::decode),
    /** Envoy's: percent-encoded PEM as {@code Cert}, or the digest alone as {@code Hash}, among other facts. */
    ENVOY(
            "envoy",
            "X-Forwarded-Client-Cert",
            value -> ForwardedClientCert.read(value, 1).der()),
    /** The AWS Application Load Balancer's: percent-encoded PEM in which {@code +}, {@code =} and {@code /} stay. */
    AWS_ALB("aws-alb", "X-Amzn-Mtls-Clientcert-Leaf", CertificateHeaderFormat::escapedPem),
    /** The AWS Application Load Balancer's in passthrough mode: the chain as percent-encoded PEM, the client's first. */
    AWS_ALB_PASSTHROUGH("aws-alb-passthrough", "X-Amzn-Mtls-Clientcert", ForwardedChain::ofPem),
    /** Traefik's: the chain as DER in base64 between commas, the client's first; older versions percent-encode it. */
    TRAEFIK("traefik", "X-Forwarded-Tls-Client-Cert", ForwardedChain::ofList),
    /** F5 BIG-IP's {@code [b64encode [SSL::cert 0]]} in an iRule: DER in base64. */
    F5("f5", "X-Client-Cert", StrictBase64::decode);

    /** The DER bytes in a field value. */
    @FunctionalInterface
    private interface Decoder {
        byte[] decode(String value) throws MalformedCertificateException;
    }

    /** The length of a certificate of 16384 octets in the longest of these formats, and some room, in characters. */
    static final int LONGEST_VALUE = 32768;

    private final String settingValue;
    private final String defaultHeader;

    @SuppressWarnings("ImmutableEnumChecker") // each decoder is a reference to a static method
    private final Decoder decoder;

    CertificateHeaderFormat(String settingValue, String defaultHeader, Decoder decoder) {
        this.settingValue = settingValue;
        this.defaultHeader = defaultHeader;
        this.decoder = decoder;
    }

    /** The format of exactly this name, for example {@code aws-alb}. */
    public static Optional<CertificateHeaderFormat> named(String name) {
        for (CertificateHeaderFormat format : values()) {
            if (format.settingValue.equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The name in settings, for example {@code aws-alb}. */
    public String settingValue() {
        return settingValue;
    }

    /** The header field of the format, unless the settings name another one. */
    public String defaultHeader() {
        return defaultHeader;
    }

    /**
     * Decodes a field value without the space around it.
     *
     * @throws MalformedCertificateException if it is not exactly one certificate in this format
     */
    public X509Certificate certificate(String value) throws MalformedCertificateException {
        requireLength(value);
        return DerCertificate.parse(decoder.decode(value));
    }

    static void requireLength(String value) throws MalformedCertificateException {
        if (value.length() > LONGEST_VALUE) {
            throw new MalformedCertificateException("it is longer than " + LONGEST_VALUE + " characters");
        }
    }

    private static byte[] escapedPem(String value) throws MalformedCertificateException {
        if (value.startsWith("-----BEGIN ")) {
            throw new MalformedCertificateException(
                    "it is PEM without percent-encoding, as nginx's $ssl_client_cert writes"
                            + " it with tabs: let nginx forward $ssl_client_escaped_cert");
        }
        if (value.startsWith("-----BEGIN+")) {
            throw new MalformedCertificateException(
                    "it has + for a space, as form encoding does, so that the + of base64"
                            + " cannot be told from it: let the proxy write %20, or DER in base64 with the format haproxy");
        }
        return PemBlock.decode(PercentEncoding.decode(value), '\n');
    }

    private static byte[] encodedPem(String value) throws MalformedCertificateException {
        return PemBlock.decode(new String(StrictBase64.decode(value), StandardCharsets.ISO_8859_1), '\n');
    }
}
