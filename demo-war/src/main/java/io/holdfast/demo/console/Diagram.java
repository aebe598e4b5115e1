package io.holdfast.demo.console;

import io.holdfast.demo.parties.Party;
import io.holdfast.demo.parties.Step;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parties as a picture, with the path of the last call. Immutable. */
final class Diagram {
    private static final String IDLE =
            "Callers reach the partner API only through its Holdfast guard, which compares the"
                    + " certificate of the connection with the one that the token is bound to.";

    private static final Template TEMPLATE = Template.load("diagram.html");

    /**
     * Draws the picture.
     *
     * @param call the step to highlight; null for none
     * @param running true if the token service answers
     */
    Html render(@Nullable Step call, boolean running) {
        Map<Party, String> ways = new EnumMap<>(Party.class);
        if (call != null && call.answered()) {
            ways.put(call.caller(), call.status() < 400 ? "let-in" : "refused");
        }
        String toTokenService =
                call != null && !call.answered() && call.target() == Party.TOKEN_SERVICE && !running ? "refused" : "";
        return TEMPLATE.filling()
                .with("description", call == null || !call.answered() ? IDLE : IDLE + " " + description(call))
                .with("service", running ? "" : "down")
                .with("service-note", running ? "binds tokens" : "stopped")
                .with("token", toTokenService)
                .with("status", call == null ? "" : (call.status() < 400 ? "✓ " : "✕ ") + call.status())
                .with("a", ways.getOrDefault(Party.SERVER_A, ""))
                .with("b", ways.getOrDefault(Party.SERVER_B, ""))
                .with("thief", ways.getOrDefault(Party.THIEF, ""))
                .with("nobody", ways.getOrDefault(Party.NOBODY, ""))
                .with("a-box", active(call, Party.SERVER_A))
                .with("b-box", active(call, Party.SERVER_B))
                .with("thief-box", active(call, Party.THIEF))
                .with("nobody-box", active(call, Party.NOBODY))
                .render();
    }

    private static String description(Step call) {
        return "In this call, " + call.caller().shownName() + " was " + (call.status() < 400 ? "let in" : "refused")
                + " with status " + call.status() + ".";
    }

    private static String active(@Nullable Step call, Party party) {
        return call != null && call.answered() && call.caller() == party ? "active" : "";
    }
}
