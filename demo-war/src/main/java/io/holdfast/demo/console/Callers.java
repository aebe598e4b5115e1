package io.holdfast.demo.console;

import io.holdfast.tokenservice.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Limits the buttons to callers on this machine itself, without a proxy in between. The actions change keys and stop
 * the token service, so this limit also holds where {@code holdfast.demo.remoteClients} allows others to look.
 */
final class Callers {
    private static final Pattern LOOPBACK = Pattern.compile(
            "127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|::1|0:0:0:0:0:0:0:1|::ffff:127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(?:localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(?::\\d{1,5})?");
    private static final String[] OF_PROXIES = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"};

    private Callers() {}

    /** The reason why this caller gets no buttons; empty if it gets them. */
    static Optional<String> reasonAgainst(HttpRequest request) {
        String address = request.remoteAddress();
        if (address == null
                || !LOOPBACK.matcher(address.replaceAll("^\\[|]$", "")).matches()) {
            return Optional.of(
                    "The buttons change keys and stop the token service, so they are offered only to a browser "
                            + "on the machine that this server runs on.");
        }
        for (String header : OF_PROXIES) {
            if (!request.headers(header).isEmpty()) {
                return Optional.of("This request came through a proxy, so nobody knows whose it is. The buttons are "
                        + "offered only to a browser on the machine that this server runs on.");
            }
        }
        return Optional.empty();
    }

    /**
     * The reason to refuse a form that our own page has not sent; empty if it is acceptable. A host name that only a
     * foreign name server can have pointed here is foreign, too.
     */
    static Optional<String> reasonAgainstOrigin(HttpRequest request) {
        List<String> hosts = request.headers("Host");
        if (hosts.size() != 1
                || !LOCAL_HOST.matcher(hosts.get(0).toLowerCase(Locale.ROOT)).matches()) {
            return Optional.of(
                    "The page was opened under a name that is not this machine’s own. Open it at localhost.");
        }
        for (String origin : request.headers("Origin")) {
            if (!origin.equalsIgnoreCase("https://" + hosts.get(0))) {
                return Optional.of("The form came from another site.");
            }
        }
        for (String site : request.headers("Sec-Fetch-Site")) {
            if (!site.equals("same-origin") && !site.equals("none")) {
                return Optional.of("The form came from another site.");
            }
        }
        return Optional.empty();
    }
}
