package io.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What the {@link FakeAuthorizationServer} is to answer, well or badly. Immutable. */
public final class ScriptedAnswer {

    final int status;
    final Map<String, String> headers;
    final byte[] body;
    final @Nullable CountDownLatch gate;
    final boolean dripping;

    private ScriptedAnswer(
            int status, Map<String, String> headers, byte[] body, @Nullable CountDownLatch gate, boolean dripping) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.gate = gate;
        this.dripping = dripping;
    }

    public static ScriptedAnswer json(int status, String body) {
        return status(status).header("Content-Type", "application/json").body(body);
    }

    public static ScriptedAnswer status(int status) {
        return new ScriptedAnswer(status, Map.of(), new byte[0], null, false);
    }

    public static ScriptedAnswer redirectTo(String location) {
        return status(302).header("Location", location);
    }

    /** JSON white space of that length, then {@code {}}. */
    public static ScriptedAnswer oversized(int bytes) {
        return json(200, " ".repeat(bytes) + "{}");
    }

    public ScriptedAnswer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ScriptedAnswer(status, more, body, gate, dripping);
    }

    public ScriptedAnswer body(String text) {
        return new ScriptedAnswer(status, headers, text.getBytes(StandardCharsets.UTF_8), gate, dripping);
    }

    /** Answers nothing until the latch opens or the server is closed. */
    public ScriptedAnswer heldUntil(CountDownLatch latch) {
        return new ScriptedAnswer(status, headers, body, latch, dripping);
    }

    /** Sends one byte of the body every 50 ms, so that every single read succeeds and the whole takes for ever. */
    public ScriptedAnswer drippingSlowly() {
        return new ScriptedAnswer(status, headers, body, gate, true);
    }
}
