package io.holdfast.demo.console;

import io.holdfast.demo.callers.LoopbackAddress;
import io.holdfast.tokenservice.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may press a button: this machine itself, under a name of its own and without a proxy in between. The actions
 * change keys and stop the token service, so this holds also where {@code holdfast.demo.remoteClients} allows others to
 * look.
 */
final class Callers {
    private static final Pattern HOST = Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");
    private static final String[] OF_PROXIES = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"};

    private Callers() {}

    /** The reason why this caller gets no buttons; empty if it gets them. */
    static Optional<String> reasonAgainst(HttpRequest request) {
        String address = request.remoteAddress();
        if (address == null || !LoopbackAddress.isWrittenIn(address)) {
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
        return reasonAgainstHost(request);
    }

    /**
     * A name that somebody else's name server points at this machine makes the page that site's own: its script could
     * read the form token (DNS rebinding). Some containers answer under every name.
     */
    private static Optional<String> reasonAgainstHost(HttpRequest request) {
        List<String> hosts = request.headers("Host");
        return hosts.size() == 1 && isThisMachine(hosts.get(0))
                ? Optional.empty()
                : Optional.of("The page was opened under a name that is not this machine’s own. Open it at localhost.");
    }

    private static boolean isThisMachine(String host) {
        Matcher parts = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return parts.matches() && (parts.group(1).equals("localhost") || LoopbackAddress.isWrittenIn(parts.group(1)));
    }

    /** Why this is not a form that our own page has sent to a caller with buttons; empty if nothing speaks against it. */
    static Optional<String> reasonAgainstForm(HttpRequest request) {
        Optional<String> reason = reasonAgainst(request);
        return reason.isPresent()
                ? reason
                : reasonAgainstOrigin(request, request.headers("Host").get(0));
    }

    private static Optional<String> reasonAgainstOrigin(HttpRequest request, String host) {
        for (String origin : request.headers("Origin")) {
            if (!origin.equalsIgnoreCase("https://" + host)) {
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
