package io.holdfast.demo.callers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Tells an address of this machine's loopback interface from every other text, without asking a name server. */
public final class LoopbackAddress {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";

    /** Four octets, or something with a colon: what the platform takes for an address and never looks up as a name. */
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*");

    private LoopbackAddress() {}

    /** True if the text is a loopback address, of IPv4, or of IPv6 with or without brackets, as Jetty writes them. */
    public static boolean isWrittenIn(String text) {
        String literal = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!LITERAL.matcher(literal).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
