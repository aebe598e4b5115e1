package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.field.Callers.Caller;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a door with right settings has to show, and what it has shown. */
final class RightDoor {
    private static final String WHO = "user=server-a principal=server-a reads=true";

    private final Callers callers;
    private final TestTokens tokens;
    private final TestPki pki;
    private final Map<Protocol, Version> shown = new EnumMap<>(Protocol.class);

    RightDoor(Callers callers, TestTokens tokens, TestPki pki) {
        this.callers = callers;
        this.tokens = tokens;
        this.pki = pki;
    }

    /** The version of HTTP by what was asked for. */
    Map<Protocol, Version> shown() {
        return shown;
    }

    /** Waits for the keys: on a loaded machine they may not come within the time that a request waits for them. */
    void awaitKeys(StartedServer server, Trial trial) throws Exception {
        server.await("an answer other than 503", () -> {
            String token = tokens.boundTo(pki.serverA()).compact();
            Door door = new Door(server, trial, Protocol.TLS_13_HTTP_11);
            return door.get(Caller.OWN, token, "servlet").statusCode() != 503;
        });
    }

    void show(StartedServer server, TrialWars wars, Trial trial, Protocol protocol, Version http) throws Exception {
        String token = tokens.boundTo(pki.serverA()).compact();
        Door door = new Door(server, trial, protocol);
        int before = Asked.lines(wars.reached(trial)).size();
        refused(door.get(Caller.THIEF, token, "servlet"), "error=\"invalid_token\"");
        refused(door.get(Caller.NONE, token, "servlet"), "error=\"invalid_token\"");
        refused(door.get(Caller.OWN, null, "servlet"), "Bearer");
        refused(door.get(Caller.NONE, null, "static.txt"), "Bearer");
        assertThat(Asked.lines(wars.reached(trial))).hasSize(before);

        HttpResponse<String> own = accepted(door.get(Caller.OWN, token, "servlet"), "reached servlet " + WHO);
        assertThat(own.version()).isEqualTo(http);
        accepted(door.get(Caller.OWN, token, "page.jsp"), "reached jsp " + WHO);
        accepted(door.get(Caller.OWN, token, "static.txt"), "reached static file");
        accepted(door.get(Caller.OWN, token, "async"), "reached async " + WHO);
        accepted(door.get(Caller.OWN, token, "forward"), "reached servlet " + WHO);
        HttpResponse<String> failing = door.get(Caller.OWN, token, "failing");
        assertThat(failing.statusCode()).isEqualTo(410);
        assertThat(failing.body()).contains("reached error page of 410");
        HttpResponse<String> first = accepted(door.get(Caller.OWN, token, "session"), "visits=1 " + WHO);
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
        accepted(door.get(Caller.OWN, token, "session", "Cookie", cookie), "visits=2 " + WHO);
        accepted(door.upload(token), "reached upload file=5 " + WHO);
        assertThat(Asked.lines(wars.reached(trial)).size()).isGreaterThan(before);
        shown.put(protocol, own.version());
    }

    private static void refused(HttpResponse<String> answer, String challenge) {
        assertThat(answer.statusCode()).as("%s %s", answer, answer.body()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains(challenge));
        assertThat(answer.body()).doesNotContain("reached");
    }

    private static HttpResponse<String> accepted(HttpResponse<String> answer, String text) {
        assertThat(answer.statusCode()).as("%s %s", answer, answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(text);
        return answer;
    }

    private final class Door {
        private final StartedServer server;
        private final Trial trial;
        private final Protocol protocol;

        Door(StartedServer server, Trial trial, Protocol protocol) {
            this.server = server;
            this.trial = trial;
            this.protocol = protocol;
        }

        HttpResponse<String> get(Caller caller, @Nullable String token, String path, String... headers)
                throws IOException, InterruptedException {
            return callers.get(caller, protocol, server.uri(trial, path), token, headers);
        }

        HttpResponse<String> upload(String token) throws IOException, InterruptedException {
            String body = String.join(
                    "\r\n",
                    "--edge",
                    "Content-Disposition: form-data; name=\"file\"; filename=\"order.txt\"",
                    "Content-Type: text/plain",
                    "",
                    "hello",
                    "--edge--",
                    "");
            HttpRequest.Builder post =
                    HttpRequest.newBuilder(server.uri(trial, "upload")).POST(HttpRequest.BodyPublishers.ofString(body));
            return callers.send(
                    Caller.OWN, protocol, post, token, "Content-Type", "multipart/form-data; boundary=edge");
        }
    }
}
