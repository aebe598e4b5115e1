package io.holdfast.config;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.certificate.PeerAddress;
import io.holdfast.certificate.TrustedProxies;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a TLS-terminating proxy that forwards client certificates. Immutable. */
public final class ProxySettings {
    private static final int MOST_HOPS = 10;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    private final CertificateHeaderFormat format;
    private final String header;
    private final int hops;
    private final TrustedProxies proxies;
    private final PeerAddress peerAddress;

    private ProxySettings(
            CertificateHeaderFormat format, String header, int hops, TrustedProxies proxies, PeerAddress peerAddress) {
        this.format = format;
        this.header = header;
        this.hops = hops;
        this.proxies = proxies;
        this.peerAddress = peerAddress;
    }

    /** Reads the settings; null if no proxy forwards certificates. */
    static @Nullable ProxySettings read(SettingsReader reader) {
        CertificateHeaderFormat format = format(reader);
        PeerAddress peerAddress = reader.choice(
                ResourceSetting.PEER_ADDRESS, "socket", PeerAddress.SOCKET, "remote-addr", PeerAddress.REMOTE_ADDR);
        TrustedProxies proxies = proxies(reader, format != null);
        int hops = reader.integer(ResourceSetting.TRUSTED_HOPS, 1, MOST_HOPS);
        if (hops > 1 && format != CertificateHeaderFormat.ENVOY) {
            reader.problem(
                    ResourceSetting.TRUSTED_HOPS,
                    String.valueOf(hops),
                    "is for certificateHeaderFormat envoy alone: the other formats have one certificate. Take it out.");
        }
        if (format == null) {
            requireUnset(reader, ResourceSetting.CERTIFICATE_HEADER);
            requireUnset(reader, ResourceSetting.TRUSTED_PROXIES);
            requireUnset(reader, ResourceSetting.TRUSTED_PROXY_CERTIFICATES);
            if (peerAddress != PeerAddress.SOCKET) {
                requireUnset(reader, ResourceSetting.PEER_ADDRESS);
            }
            return null;
        }
        if (peerAddress != PeerAddress.SOCKET
                && reader.text(ResourceSetting.TRUSTED_PROXIES).isEmpty()) {
            reader.problem(
                    ResourceSetting.PEER_ADDRESS,
                    reader.text(ResourceSetting.PEER_ADDRESS),
                    "is compared with 'trustedProxies' alone. Set that, too, or take this out.");
        }
        String header = header(reader, format);
        return proxies == null ? null : new ProxySettings(format, header, hops, proxies, peerAddress);
    }

    private static @Nullable CertificateHeaderFormat format(SettingsReader reader) {
        Map<String, @Nullable CertificateHeaderFormat> formats = new LinkedHashMap<>();
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            formats.put(format.settingValue(), format);
        }
        String name = reader.text(ResourceSetting.CERTIFICATE_HEADER_FORMAT);
        if (!name.isEmpty() && !formats.containsKey(name)) {
            reader.problem(
                    ResourceSetting.CERTIFICATE_HEADER_FORMAT,
                    name,
                    "is none of: " + String.join(", ", formats.keySet()) + ".");
        }
        return formats.get(name);
    }

    private static String header(SettingsReader reader, CertificateHeaderFormat format) {
        String name = reader.text(ResourceSetting.CERTIFICATE_HEADER);
        if (name.isEmpty()) {
            return format.defaultHeader();
        }
        if (!name.matches(TOKEN)) {
            reader.problem(
                    ResourceSetting.CERTIFICATE_HEADER, name, "is no name of a header field, and only one counts.");
        } else if (name.equalsIgnoreCase("Client-Cert-Chain") || name.equalsIgnoreCase("Authorization")) {
            reader.problem(
                    ResourceSetting.CERTIFICATE_HEADER, name, "holds something else than the client's certificate.");
        }
        return name;
    }

    private static @Nullable TrustedProxies proxies(SettingsReader reader, boolean required) {
        Collection<String> ranges = reader.wordsWithoutCommas(ResourceSetting.TRUSTED_PROXIES);
        Collection<String> certificates = reader.wordsWithoutCommas(ResourceSetting.TRUSTED_PROXY_CERTIFICATES);
        if (ranges.isEmpty() && certificates.isEmpty()) {
            if (required) {
                reader.problem(
                        ResourceSetting.CERTIFICATE_HEADER_FORMAT,
                        reader.text(ResourceSetting.CERTIFICATE_HEADER_FORMAT),
                        "would let anybody claim any certificate. Name the proxies that may in 'trustedProxies',"
                                + " 'trustedProxyCertificates' or both.");
            }
            return null;
        }
        TrustedProxies byAddress = checked(reader, ResourceSetting.TRUSTED_PROXIES, ranges, Collections.emptySet());
        TrustedProxies byCertificate =
                checked(reader, ResourceSetting.TRUSTED_PROXY_CERTIFICATES, Collections.emptySet(), certificates);
        if (byAddress == null || byCertificate == null) {
            return byAddress == null ? byCertificate : byAddress;
        }
        return TrustedProxies.of(ranges, certificates);
    }

    private static @Nullable TrustedProxies checked(
            SettingsReader reader,
            ResourceSetting setting,
            Collection<String> ranges,
            Collection<String> certificates) {
        if (ranges.isEmpty() && certificates.isEmpty()) {
            return null;
        }
        try {
            return TrustedProxies.of(ranges, certificates);
        } catch (IllegalArgumentException e) {
            reader.problem(setting, reader.text(setting), "cannot be used: " + e.getMessage() + ".");
            return null;
        }
    }

    private static void requireUnset(SettingsReader reader, ResourceSetting setting) {
        if (!reader.text(setting).isEmpty()) {
            reader.problem(
                    setting,
                    reader.text(setting),
                    "does nothing without 'certificateHeaderFormat'. Set that, too, or take this out.");
        }
    }

    /** {@link ResourceSetting#CERTIFICATE_HEADER_FORMAT}. */
    public CertificateHeaderFormat format() {
        return format;
    }

    /** {@link ResourceSetting#CERTIFICATE_HEADER}; by default the header of the format. */
    public String header() {
        return header;
    }

    /** {@link ResourceSetting#TRUSTED_HOPS}. */
    public int hops() {
        return hops;
    }

    /** {@link ResourceSetting#TRUSTED_PROXIES} and {@link ResourceSetting#TRUSTED_PROXY_CERTIFICATES}. */
    public TrustedProxies proxies() {
        return proxies;
    }

    /** {@link ResourceSetting#PEER_ADDRESS}. */
    public PeerAddress peerAddress() {
        return peerAddress;
    }
}
