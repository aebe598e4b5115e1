package io.holdfast.text;

import java.util.Locale;

/**
 * A host as URIs, sockets and certificates write it: in any letter case, and an IPv6 address with or without brackets.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2">RFC 3986 section 3.2.2, "Host"</a>
 */
public final class HostName {
    private HostName() {}

    /** The form in which two names of one host are equal: in lower case and without brackets. */
    public static String normal(String host) {
        return withoutBrackets(host).toLowerCase(Locale.ROOT);
    }

    /** An IPv6 address without its brackets; any other host as it is. */
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The host as a URI has it: an IPv6 address in brackets. */
    public static String inUri(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Host and port of an https server as a URI has them; a negative port stands for 443. */
    public static String withPort(String host, int port) {
        return inUri(host) + ":" + (port < 0 ? 443 : port);
    }
}
