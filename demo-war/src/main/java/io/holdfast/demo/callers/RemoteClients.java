package io.holdfast.demo.callers;

import io.holdfast.demo.settings.DemoSetting;
import io.holdfast.tokenservice.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Limits the demo to clients on its own machine unless its operator allows others: people log in there without a
 * password. The address of the connection decides. Immutable.
 */
public final class RemoteClients {
    private static final String WHAT_TO_DO = "This is the Holdfast demo. It answers only the machine that it runs on.\n"
            + "To let others in, set its context parameter " + DemoSetting.REMOTE_CLIENTS
            + " to allow; with mvn -Pdemo,\n"
            + "name the address to listen on: -Ddemo.bindAddress=0.0.0.0. Whoever can reach it can then use all of it but the console's buttons.\n";

    private final boolean allowed;

    public RemoteClients(boolean allowed) {
        this.allowed = allowed;
    }

    /**
     * True if a client with this address is refused.
     *
     * @param address as the server reports it; a missing or malformed one does not belong to this machine
     */
    public boolean refuse(@Nullable String address) {
        return !allowed && (address == null || !LoopbackAddress.isWrittenIn(address));
    }

    public HttpResponse refusal() {
        return HttpResponse.of(403, "text/plain;charset=UTF-8", WHAT_TO_DO).notStored();
    }

    /** Words for the log, at the start. */
    public String inWords() {
        return allowed
                ? "It answers everybody who can reach it, as " + DemoSetting.REMOTE_CLIENTS + " is allow."
                : "It answers only this machine itself.";
    }
}
