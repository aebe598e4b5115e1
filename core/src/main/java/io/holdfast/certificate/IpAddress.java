package io.holdfast.certificate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An IP address literal as octets: 4 or 16. No name is ever looked up. An IPv4 address mapped into IPv6 counts as the
 * IPv4 address. An address with a zone is refused: the same address in another zone is another host.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291 section 2.2, "Text Representation of
 *     Addresses"</a>
 */
final class IpAddress {
    private static final int LONGEST = 45;
    private static final int IPV4_PARTS = 4;
    private static final int HIGHEST_PART = 255;

    private IpAddress() {}

    /** Parses a literal into octets; removes the brackets around an IPv6 address, which Jetty writes. */
    static Optional<byte[]> parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String literal = bracketed ? text.substring(1, text.length() - 1) : text;
        if (literal.length() > LONGEST || (bracketed && literal.indexOf(':') < 0)) {
            return Optional.empty();
        }
        return literal.indexOf(':') < 0 ? ipv4(literal) : ipv6(literal);
    }

    private static Optional<byte[]> ipv4(String literal) {
        String[] parts = literal.split("\\.", -1);
        byte[] octets = new byte[IPV4_PARTS];
        if (parts.length != IPV4_PARTS) {
            return Optional.empty();
        }
        for (int i = 0; i < IPV4_PARTS; i++) {
            // a leading zero means octal to some programs
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > HIGHEST_PART) {
                return Optional.empty();
            }
            octets[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(octets);
    }

    private static Optional<byte[]> ipv6(String literal) {
        // The JDK would look up a name for some texts that begin with a dot.
        if (!literal.matches("[0-9A-Fa-f:][0-9A-Fa-f:.]*")) {
            return Optional.empty();
        }
        try {
            // The JDK never looks up a text with a colon, and converts mapped addresses to IPv4.
            return Optional.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
