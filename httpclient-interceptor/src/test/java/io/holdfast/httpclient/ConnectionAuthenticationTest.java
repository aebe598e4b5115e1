package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.RecordingApi;
import java.util.Map;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that a server takes for somebody's by an authentication of their own, as with NTLM. */
@Timeout(60)
class ConnectionAuthenticationTest {
    private RedirectWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new RedirectWorld();
        world.stranger.answering(call -> switch (call.path()) {
            case "/private" -> asking(call, new RecordingApi.Reply(200, "[]", Map.of()));
            case "/moved" ->
                asking(
                        call,
                        new RecordingApi.Reply(
                                302,
                                "gone",
                                Map.of("Location", world.api.uri("/orders").toString())));
            default -> new RecordingApi.Reply(200, "[]", Map.of());
        });
    }

    private static RecordingApi.Reply asking(RecordingApi.Call call, RecordingApi.Reply reply) {
        return call.authorization() != null
                ? reply
                : new RecordingApi.Reply(401, "", Map.of("WWW-Authenticate", ConnectionScheme.CHALLENGE));
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @ParameterizedTest(name = "C-34 a connection that speaks for somebody is not used for others, {0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC_HTTP_2")
    void usesNoConnectionAgainThatIsSomebodys(Transport transport) throws Exception {
        assertUsesItForNobodyElse(transport, "/private");
    }

    @ParameterizedTest(name = "C-34 nor if its last answer was a redirect to another origin, {0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC_HTTP_2")
    void usesNoConnectionAgainThatWasRedirected(Transport transport) throws Exception {
        assertUsesItForNobodyElse(transport, "/moved");
        assertThat(world.api.calls()).hasSize(1);
    }

    private void assertUsesItForNobodyElse(Transport transport, String path) throws Exception {
        Transport.Client client = world.client(transport);
        HttpClientContext mine = ConnectionScheme.context();

        assertThat(client.send("GET", world.stranger.uri(path), null, mine).status())
                .isEqualTo(200);
        client.get(world.stranger.uri("/public"));
        client.get(world.stranger.uri("/public"));

        int somebodys = world.stranger.calls().stream()
                .filter(call -> call.authorization() != null)
                .findFirst()
                .orElseThrow()
                .connection();
        assertThat(world.stranger.calls())
                .filteredOn(call -> call.path().equals("/public"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.connection()).isNotEqualTo(somebodys));
    }
}
