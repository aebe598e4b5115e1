package io.holdfast.certificate;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The alert by which a server ended TLS, and its meaning to a client that has offered a certificate.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.2">RFC 8446 section 6.2, "Error Alerts"</a>
 */
public final class TlsAlert {
    private static final Pattern RECEIVED = Pattern.compile("Received fatal alert: ([a-z0-9_]{1,40})");

    private static final Set<String> ABOUT_CERTIFICATES = setOf(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca");

    /** Alerts that may mean a refused certificate or something else. */
    private static final Set<String> AMBIGUOUS = setOf("handshake_failure", "access_denied", "decrypt_error");

    private static final String REQUIRED = "certificate_required";

    private final String name;

    private TlsAlert(String name) {
        this.name = name;
    }

    /** The alert that an exception of the JDK's TLS tells of; empty if it is about something else. */
    public static Optional<TlsAlert> in(Exception e) {
        Matcher received = RECEIVED.matcher(String.valueOf(e.getMessage()));
        return received.find() ? Optional.of(new TlsAlert(received.group(1))) : Optional.empty();
    }

    /** True if the server found fault with the certificate that it was shown. */
    public boolean refusesCertificate() {
        return ABOUT_CERTIFICATES.contains(name);
    }

    /** True if the server may have found fault with the certificate, or with something else. */
    public boolean mayRefuseCertificate() {
        return AMBIGUOUS.contains(name);
    }

    /** True if the server requires a certificate and was shown none. */
    public boolean missesCertificate() {
        return name.equals(REQUIRED);
    }

    /** One sentence about an alert that no client certificate can be the reason of. */
    public String meaning() {
        switch (name) {
            case "protocol_version":
                return "It speaks no version of TLS that this side offers: let the two have TLS 1.2 or 1.3 in common.";
            case "insufficient_security":
                return "It wants stronger cipher suites than this side offers: see the TLS settings of both.";
            case "unrecognized_name":
                return "It serves no host of this name: see whether the address is right.";
            case "no_application_protocol":
                return "It speaks none of the application protocols that this side offers (ALPN): see whether this port"
                        + " speaks HTTP.";
            case "internal_error":
                return "It met an error of its own: see its log.";
            default:
                return "See its log and the TLS settings of both sides.";
        }
    }

    private static Set<String> setOf(String... names) {
        return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(names)));
    }

    /** The name in RFC 8446. */
    @Override
    public String toString() {
        return name;
    }
}
