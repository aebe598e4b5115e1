package io.holdfast.certificate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The IP addresses that begin with the same bits, or a single address.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632 section 3.1, "Basic Concept and Prefix
 *     Notation"</a>
 */
final class AddressRange {
    private static final int BITS = 8;
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    private static final int MAPPED_PREFIX = 96;

    private static final int WIDEST_IPV4 = 16;
    private static final int WIDEST_IPV6 = 32;

    /** Ranges of private addresses: nobody on the internet has one, so each may be trusted as a whole. */
    private static final AddressRange[] PRIVATE = {
        new AddressRange(new byte[] {10, 0, 0, 0}, 8),
        new AddressRange(new byte[] {(byte) 172, 16, 0, 0}, 12),
        new AddressRange(ipv6(0xfc, 0x00), 7)
    };

    /** The IPv4 addresses as RFC 6052 section 2.1, "Well-Known Prefix", writes them in IPv6. */
    private static final AddressRange TRANSLATED = new AddressRange(ipv6(0x00, 0x64, 0xff, 0x9b), MAPPED_PREFIX);

    private final byte[] octets;
    private final int prefix;

    private AddressRange(byte[] octets, int prefix) {
        this.octets = octets;
        this.prefix = prefix;
    }

    /**
     * Parses {@code 10.1.2.0/24}, {@code fd00:1::/64}, {@code 10.1.2.3} and {@code ::1}.
     *
     * @throws IllegalArgumentException if the text has another form; the message names the fix
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] octets = IpAddress.parse(address)
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is no IP address or range: write 10.1.2.3, 10.1.2.0/24 or fd00:1::/64, no host names"
                        + " and no zones"));
        int prefix = slash < 0 ? octets.length * BITS : prefix(text, address, text.substring(slash + 1), octets);
        AddressRange range = new AddressRange(octets, prefix);
        range.requireUsable(text);
        return range;
    }

    /** The address that the range was written with. */
    String firstAddress() {
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 octets.", e);
        }
    }

    private static int prefix(String text, String address, String digits, byte[] octets) {
        boolean mapped = octets.length == IPV4_OCTETS && address.indexOf(':') >= 0;
        int prefix = digits.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(digits) - (mapped ? MAPPED_PREFIX : 0) : -1;
        if (prefix < 0 || prefix > octets.length * BITS) {
            throw new IllegalArgumentException("'" + text + "' has no usable prefix length after the slash: write 0 to "
                    + "32 for IPv4, 0 to 128 for IPv6, 96 to 128 for IPv4 in IPv6");
        }
        return prefix;
    }

    private void requireUsable(String text) {
        if (isWide()
                && Arrays.stream(PRIVATE).noneMatch(network -> network.prefix <= prefix && network.contains(octets))) {
            throw new IllegalArgumentException("'" + text + "' would trust half the internet: whoever can connect could"
                    + " claim any certificate. Name the addresses that the proxy connects from");
        }
        for (int bit = prefix; bit < octets.length * BITS; bit++) {
            if ((octets[bit / BITS] & (1 << (BITS - 1 - bit % BITS))) != 0) {
                throw new IllegalArgumentException("'" + text + "' has bits set behind its prefix of " + prefix
                        + ": write the single address, or the range's first address");
            }
        }
    }

    private boolean isWide() {
        if (octets.length == IPV4_OCTETS) {
            return prefix < WIDEST_IPV4;
        }
        return prefix < (TRANSLATED.contains(octets) ? MAPPED_PREFIX + WIDEST_IPV4 : WIDEST_IPV6);
    }

    private static byte[] ipv6(int... first) {
        byte[] octets = new byte[IPV6_OCTETS];
        for (int i = 0; i < first.length; i++) {
            octets[i] = (byte) first[i];
        }
        return octets;
    }

    boolean contains(byte[] address) {
        if (address.length != octets.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 1 << (BITS - 1 - bit % BITS);
            if (((octets[bit / BITS] ^ address[bit / BITS]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
