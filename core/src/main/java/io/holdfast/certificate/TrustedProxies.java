package io.holdfast.certificate;

import io.holdfast.binding.CertificateThumbprint;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The TLS-terminating proxies that may forward client certificates: identified by the address from which they connect,
 * by their own certificate, or by both, in which case both must match. Anyone who passes for one of them can pass for
 * every client.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9440#section-4">RFC 9440 section 4, "Security Considerations"</a>
 */
public final class TrustedProxies {
    private final List<AddressRange> ranges;
    private final List<CertificateThumbprint> certificates;

    private TrustedProxies(List<AddressRange> ranges, List<CertificateThumbprint> certificates) {
        this.ranges = Collections.unmodifiableList(ranges);
        this.certificates = Collections.unmodifiableList(certificates);
    }

    /**
     * Trusts the proxies of these addresses and these certificates.
     *
     * @param ranges single addresses and CIDR ranges, IPv4 and IPv6; empty if only the certificate counts
     * @param certificates SHA-256 fingerprints, as 43 characters of base64url or as 64 hexadecimal digits, with or
     *     without colons; empty if only the address counts
     * @throws IllegalArgumentException if one of them cannot be used or there is none; the message names the fix
     */
    public static TrustedProxies of(Collection<String> ranges, Collection<String> certificates) {
        if (ranges.isEmpty() && certificates.isEmpty()) {
            throw new IllegalArgumentException("no proxy is named, so none could be trusted");
        }
        List<AddressRange> parsedRanges = new ArrayList<>();
        ranges.forEach(range -> parsedRanges.add(AddressRange.parse(range)));
        List<CertificateThumbprint> thumbprints = new ArrayList<>();
        certificates.forEach(fingerprint -> thumbprints.add(thumbprint(fingerprint)));
        return new TrustedProxies(parsedRanges, thumbprints);
    }

    /**
     * True if a connection's other end is a trusted proxy.
     *
     * @param peerAddress the real address of the socket's other end; null if unknown, which is trusted only if no
     *     address is required
     * @param peer the certificate that the other end has presented; null if none
     */
    public boolean contain(@Nullable String peerAddress, @Nullable X509Certificate peer) {
        return containAddress(peerAddress) && containCertificate(peer);
    }

    private boolean containAddress(@Nullable String peerAddress) {
        if (ranges.isEmpty()) {
            return true;
        }
        byte[] address =
                peerAddress == null ? null : IpAddress.parse(peerAddress).orElse(null);
        return address != null && ranges.stream().anyMatch(range -> range.contains(address));
    }

    private boolean containCertificate(@Nullable X509Certificate peer) {
        if (certificates.isEmpty()) {
            return true;
        }
        return peer != null && certificates.contains(CertificateThumbprint.of(peer));
    }

    /** An address of a trusted proxy, as an example; empty if only certificates count. */
    public Optional<String> anAddress() {
        return ranges.stream().map(AddressRange::firstAddress).findFirst();
    }

    /** True if the address of the other end counts, so that it must be known. */
    boolean byAddress() {
        return !ranges.isEmpty();
    }

    private static CertificateThumbprint thumbprint(String text) {
        Optional<CertificateThumbprint> hexadecimal = CertificateThumbprint.ofHexadecimal(text.replace(":", ""));
        return (hexadecimal.isPresent() ? hexadecimal : CertificateThumbprint.parse(text))
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no SHA-256 fingerprint of a"
                        + " certificate: write what 'openssl x509 -noout -fingerprint -sha256' prints behind the ="));
    }
}
