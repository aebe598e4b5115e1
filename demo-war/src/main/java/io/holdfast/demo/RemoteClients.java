package io.holdfast.demo;

import io.holdfast.tokenservice.http.HttpResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits the demo to clients on its own machine unless its operator allows others: people log in there without a
 * password. The address of the connection decides. Immutable.
 */
final class RemoteClients {
    private static final String WHAT_TO_DO = "This is the Holdfast demo. It answers only the machine that it runs on.\n"
            + "To let others in, set its context parameter " + DemoSetting.REMOTE_CLIENTS
            + " to allow; with mvn -Pdemo,\n"
            + "name the address to listen on: -Ddemo.bindAddress=0.0.0.0. Whoever can reach it can then use all of it but the console's buttons.\n";
    /** Four numbers, or text with a colon: literals that the platform never looks up as a name. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*");

    private final boolean allowed;

    RemoteClients(boolean allowed) {
        this.allowed = allowed;
    }

    /**
     * True if a client with this address is refused.
     *
     * @param address as the server reports it; a missing or malformed one does not belong to this machine
     */
    boolean refuse(@Nullable String address) {
        return !allowed && (address == null || !isLoopback(address));
    }

    HttpResponse refusal() {
        return HttpResponse.of(403, "text/plain;charset=UTF-8", WHAT_TO_DO).notStored();
    }

    /** Words for the log, at the start. */
    String inWords() {
        return allowed
                ? "It answers everybody who can reach it, as " + DemoSetting.REMOTE_CLIENTS + " is allow."
                : "It answers only this machine itself.";
    }

    private static boolean isLoopback(String address) {
        // Removes the brackets that Jetty writes around an IPv6 address.
        String literal =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
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
