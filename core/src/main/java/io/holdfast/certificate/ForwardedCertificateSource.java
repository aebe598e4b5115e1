package io.holdfast.certificate;

import io.holdfast.log.RareWarning;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client certificate that a trusted TLS-terminating proxy forwards in a header field. From any other sender the
 * field means nothing: it is ignored, counted and hidden from the application. A field that differs from its format is
 * no certificate.
 *
 * <p>The container's own client certificate attribute is not used: behind a proxy it holds the proxy's certificate.
 *
 * <p>The proxy is trusted to have spoken TLS with its client, unless it says {@code X-Forwarded-Proto: http},
 * or anything else but {@code https} and {@code wss}, which Traefik says of a WebSocket's handshake.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-6.5">RFC 8705 section 6.5, "TLS Termination"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9440#section-4">RFC 9440 section 4, "Security Considerations"</a>
 */
public final class ForwardedCertificateSource implements ClientCertificateSource {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedCertificateSource.class);

    private static final String CHAIN = "Client-Cert-Chain";
    private static final String PROTOCOL = "X-Forwarded-Proto";

    /** The values that proxies write without a certificate; {@code ::} is RFC 9440's empty byte sequence. */
    private static final Collection<String> NO_CERTIFICATE =
            new HashSet<>(Arrays.asList("", "(null)", "::", "-", "NONE"));

    private final CertificateHeaderFormat format;
    private final String header;
    private final int hops;
    private final TrustedProxies proxies;
    private final PeerAddress peerAddress;
    private final HiddenHeaders headers;
    private final HiddenHeaders headersBesides;
    private final RareWarning ignored;
    private final RareWarning malformed;

    /**
     * Reads the certificate from one header field.
     *
     * @param header the field's name
     * @param hops the trusted proxies on the way that each append to the field; one but for {@code envoy}
     */
    public ForwardedCertificateSource(
            CertificateHeaderFormat format, String header, int hops, TrustedProxies proxies, PeerAddress peerAddress) {
        this(format, header, hops, proxies, peerAddress, System::nanoTime);
    }

    ForwardedCertificateSource(
            CertificateHeaderFormat format,
            String header,
            int hops,
            TrustedProxies proxies,
            PeerAddress peerAddress,
            LongSupplier nanoClock) {
        this.format = format;
        this.header = header;
        this.hops = hops;
        this.proxies = proxies;
        this.peerAddress = peerAddress;
        this.headers = HiddenHeaders.of(header, CHAIN);
        // Only a proxy by RFC 9440 owns the chain header. Others pass on the client's.
        this.headersBesides =
                format == CertificateHeaderFormat.RFC9440 ? headers.showing(header, CHAIN) : headers.showing(header);
        this.ignored = new RareWarning(nanoClock);
        this.malformed = new RareWarning(nanoClock);
    }

    @Override
    public ClientCertificate of(IncomingConnection connection) {
        if (!fromTrustedProxy(connection)) {
            return ClientCertificate.ofTls(null, connection.secure()).hiding(headers);
        }
        boolean overTls = clientSpokeTls(connection);
        ClientCertificate forwarded = forwardedBy(connection, overTls);
        return forwarded == null
                ? ClientCertificate.ofTls(null, overTls).hiding(headers)
                : forwarded.hiding(headersBesides);
    }

    @Override
    public HiddenHeaders headers() {
        return headers;
    }

    private boolean fromTrustedProxy(IncomingConnection connection) {
        String address = peerAddress.of(connection);
        X509Certificate certificate = TlsCertificateSource.fromAttribute(connection.clientCertificateAttribute());
        boolean trusted = proxies.contain(address, certificate);
        if (!trusted && !connection.headers(header).isEmpty() && ignored.due()) {
            LOG.warn(
                    "Ignored the header {} from {}, {} times so far. {}",
                    header,
                    shown(address),
                    ignored(),
                    remedy(address));
        }
        return trusted;
    }

    private String remedy(@Nullable String address) {
        if (address == null && proxies.byAddress()) {
            return "This container does not tell the address of the socket's other end: name the proxy's own certificate"
                    + " in the setting 'trustedProxyCertificates', or see the setting 'peerAddress'.";
        }
        return "Only a proxy that the settings 'trustedProxies' and 'trustedProxyCertificates' name may send it.";
    }

    /** Shows an address in a message. Anything else may be any text from a header, and is not shown. */
    private static String shown(@Nullable String address) {
        boolean valid = address != null && IpAddress.parse(address).isPresent();
        return valid ? String.valueOf(address) : "an unknown address";
    }

    private @Nullable ClientCertificate forwardedBy(IncomingConnection connection, boolean overTls) {
        try {
            String value = onlyValue(connection);
            return NO_CERTIFICATE.contains(value) ? null : read(value, overTls);
        } catch (MalformedCertificateException e) {
            if (malformed.due()) {
                LOG.warn(
                        "A trusted proxy's header {} is no certificate in the format '{}', {} times so far: {}.",
                        header,
                        format.settingValue(),
                        malformed(),
                        e.getMessage());
            }
            return null;
        }
    }

    private ClientCertificate read(String value, boolean overTls) throws MalformedCertificateException {
        if (format != CertificateHeaderFormat.ENVOY) {
            return ClientCertificate.ofHeader(format.certificate(value), overTls, header);
        }
        ForwardedClientCert element = ForwardedClientCert.read(value, hops);
        return element.hasCertificate()
                ? ClientCertificate.ofHeader(DerCertificate.parse(element.der()), overTls, header)
                : ClientCertificate.ofHeader(element.thumbprint(), overTls, header);
    }

    /** Returns the value of the only field line; empty if there is none. */
    private String onlyValue(IncomingConnection connection) throws MalformedCertificateException {
        List<String> lines = connection.headers(header);
        if (lines.size() > 1) {
            throw new MalformedCertificateException("it came " + lines.size()
                    + " times: the proxy must delete what the client sent before it adds its own");
        }
        if (lines.isEmpty()) {
            if (format == CertificateHeaderFormat.RFC9440
                    && !connection.headers(CHAIN).isEmpty()) {
                throw new MalformedCertificateException("there is a " + CHAIN + " without it");
            }
            return "";
        }
        return withoutSpaceAround(lines.get(0));
    }

    /** Strips the space around a value, as RFC 9110 section 5.5, "Field Values", defines it; not all containers do. */
    private static String withoutSpaceAround(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isSpace(line.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean clientSpokeTls(IncomingConnection connection) {
        return connection.headers(PROTOCOL).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::trim)
                .allMatch(protocol -> protocol.equalsIgnoreCase("https") || protocol.equalsIgnoreCase("wss"));
    }

    /** The number of requests with the header from others than the trusted proxies. */
    public long ignored() {
        return ignored.count();
    }

    /** The number of requests from trusted proxies whose header is no certificate. */
    public long malformed() {
        return malformed.count();
    }
}
