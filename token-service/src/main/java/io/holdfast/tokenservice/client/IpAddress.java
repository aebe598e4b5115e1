package io.holdfast.tokenservice.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IP address in binary form, so that every spelling of it is equal (RFC 8705 §2.1.2). Immutable. */
final class IpAddress {
    private static final Pattern IPV4 = Pattern.compile(
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*");

    private final byte[] octets;

    private IpAddress(byte[] octets) {
        this.octets = octets;
    }

    /** Empty if there are neither 4 nor 16 octets. An IPv4-mapped IPv6 address has 16 and is no IPv4 address. */
    static Optional<IpAddress> ofOctets(byte[] octets) {
        return octets.length == 4 || octets.length == 16
                ? Optional.of(new IpAddress(octets.clone()))
                : Optional.empty();
    }

    /** Empty for anything but a literal address; a host name is never looked up. */
    static Optional<IpAddress> parse(String text) {
        boolean ipv4 = IPV4.matcher(text).matches();
        if (!ipv4 && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] octets = InetAddress.getByName(text).getAddress();
            // The platform turns an IPv4-mapped IPv6 address into IPv4, which would make two addresses equal.
            return octets.length == (ipv4 ? 4 : 16) ? Optional.of(new IpAddress(octets)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress && Arrays.equals(octets, ((IpAddress) other).octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }
}
