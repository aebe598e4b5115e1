package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.RecordingApi;
import io.holdfast.testkit.RawServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A resource server that sends its client wherever it likes, by every way that it knows. */
@Timeout(180)
class HostileRedirectsTest {
    /** What {@code Location} may hold; PORT is an allowed origin's, OTHER a stranger's, PLAIN that of one without TLS. */
    private static final List<String> LOCATIONS = List.of(
            "https://localhost:OTHER/x",
            "//localhost:OTHER/x",
            "https://LOCALHOST:OTHER/x",
            "HTTPS://localhost:OTHER/x",
            "https://me:secret@localhost:OTHER/x",
            "https://localhost:PORT@localhost:OTHER/x",
            "//localhost:PORT@localhost:OTHER/x",
            "https://localhost:PORT\\@localhost:OTHER/x",
            "https://localhost%2E:PORT/x",
            "https://localhost.:PORT/x",
            "https://localhost.:OTHER/x",
            "https://127.0.0.1:PORT/x",
            "https://127.1:PORT/x",
            "https://2130706433:PORT/x",
            "https://0x7f.1:PORT/x",
            "https://[::1]:PORT/x",
            "https://[::ffff:127.0.0.1]:PORT/x",
            "https://[::FFFF:7f00:1]:OTHER/x",
            "http://localhost:PLAIN/x",
            "http://LOCALHOST:PLAIN/x",
            "http://localhost.:PLAIN/x",
            "http://127.0.0.1:PLAIN/x",
            "http://localhost:PORT/x",
            "https://localhost:0/x",
            "https://localhost:99999/x",
            "https://:OTHER/x",
            "https:///x",
            "https:localhost:OTHER/x",
            "ftp://localhost:OTHER/x",
            "file:///etc/passwd",
            "\t https://localhost:OTHER/x");

    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    private final List<String> plainHeads = new CopyOnWriteArrayList<>();
    private RedirectWorld world;
    private RawServer plain;

    @BeforeEach
    void start() throws Exception {
        world = new RedirectWorld();
        plain = world.closing(RawServer.plain((number, in, out) -> {
            plainHeads.add(RawServer.readRequest(in));
            RawServer.write(
                    out,
                    "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        }));
        for (RecordingApi server : List.of(world.partner, world.stranger)) {
            server.answering(
                    call -> new RecordingApi.Reply(401, "who?", Map.of("WWW-Authenticate", "Basic realm=\"x\"")));
        }
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @ParameterizedTest(name = "C-32 C-33 H1 H2 no spelling of a redirect carries anything elsewhere, {0}")
    @EnumSource
    void carriesNothingElsewhere(Transport transport) throws Exception {
        Transport.Client client = world.client(transport);
        world.api.answering(call -> {
            if (!call.path().startsWith("/moved/")) {
                return new RecordingApi.Reply(200, "[]", Map.of());
            }
            int number = Integer.parseInt(call.path().substring("/moved/".length()));
            return new RecordingApi.Reply(
                    STATUSES.get((number + (call.body().isEmpty() ? 0 : 2)) % STATUSES.size()),
                    "gone",
                    Map.of("Location", location(number), "Set-Cookie", "session=secret; Path=/"));
        });

        for (int i = 0; i < LOCATIONS.size(); i++) {
            int number = i;
            for (String method : List.of("GET", "POST")) {
                String body = method.equals("POST") ? "secret body" : null;
                Throwable unused = catchThrowable(() -> client.send(
                        method, world.api.uri("/moved/" + number), body, storing(), new BasicHeader("Via", "1.1 me")));
            }
        }

        assertThat(world.api.calls())
                .filteredOn(call -> call.path().startsWith("/moved/"))
                .hasSizeGreaterThanOrEqualTo(2 * LOCATIONS.size()) // HttpClient may have tried a GET again
                .allSatisfy(call -> assertThat(call.authorization()).isEqualTo("Bearer secret-token"));
        for (RecordingApi server : List.of(world.api, world.stranger)) {
            assertThat(server.calls())
                    .filteredOn(call -> !call.path().startsWith("/moved/"))
                    .allSatisfy(HostileRedirectsTest::assertBare);
            assertThat(server.values("Proxy-Authorization")).containsOnly("");
        }
        assertThat(world.stranger.calls()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(world.stranger.cookies()).containsOnly("");
        assertThat(plainHeads)
                .isNotEmpty()
                .allSatisfy(head -> assertThat(head)
                        .startsWith("GET /x ")
                        .doesNotContainIgnoringCase("authorization:", "cookie:", "secret"));
    }

    private static void assertBare(RecordingApi.Call call) {
        assertThat(call.authorization()).isNull();
        assertThat(call.thumbprint()).isNull();
        assertThat(call.body()).isEmpty();
    }

    private String location(int number) {
        return LOCATIONS
                .get(number)
                .replace("PORT", String.valueOf(world.api.uri("/").getPort()))
                .replace("OTHER", String.valueOf(world.stranger.uri("/").getPort()))
                .replace("PLAIN", String.valueOf(plain.port()));
    }

    /** A context that has credentials for anybody. */
    private static HttpClientContext storing() {
        HttpClientContext context = HttpClientContext.create();
        context.setCredentialsProvider((scope, in) -> new UsernamePasswordCredentials("me", "secret".toCharArray()));
        return context;
    }

    @ParameterizedTest(name = "C-32 C-33 a chain that has left the allowed origins never gets a token again, {0}")
    @EnumSource
    void losesTheTokenForGood(Transport transport) throws Exception {
        Transport.Client client =
                world.client(transport, world.builder().allowRedirect(world.api.origin(), world.partner.origin()));
        List<RecordingApi> servers = List.of(world.api, world.partner, world.stranger);
        Random random = new Random(14);
        List<List<Integer>> walks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            walks.add(random.ints(2 + random.nextInt(8), 0, 3).boxed().toList());
        }
        servers.forEach(server -> server.answering(call -> {
            String[] path = call.path().split("/", -1);
            int hop = Integer.parseInt(path[2]);
            List<Integer> walk = walks.get(Integer.parseInt(path[1]));
            String cookie = (server == world.stranger ? "theirs=" : "ours=") + walk.get(hop) + "; Path=/";
            if (hop + 1 == walk.size()) {
                return new RecordingApi.Reply(200, "end", Map.of("Set-Cookie", cookie));
            }
            int status = STATUSES.get(hop % STATUSES.size());
            String next = servers.get(walk.get(hop + 1))
                    .uri("/" + path[1] + "/" + (hop + 1))
                    .toString();
            return new RecordingApi.Reply(status, "gone", Map.of("Location", next, "Set-Cookie", cookie));
        }));

        for (int i = 0; i < walks.size(); i++) {
            assertThat(client.get(servers.get(walks.get(i).get(0)).uri("/" + i + "/0")))
                    .isEqualTo(new PartnerWorld.Answer(200, "end"));
        }

        int withToken = 0;
        for (RecordingApi server : servers) {
            for (int i = 0; i < server.calls().size(); i++) {
                RecordingApi.Call call = server.calls().get(i);
                String[] path = call.path().split("/", -1);
                boolean mayHaveIt = neverLeft(walks.get(Integer.parseInt(path[1])), Integer.parseInt(path[2]));
                assertThat(call.authorization()).as(call.path()).isEqualTo(mayHaveIt ? "Bearer secret-token" : null);
                assertThat(call.thumbprint())
                        .as(call.path())
                        .isEqualTo(mayHaveIt ? PKI.serverA().thumbprint() : null);
                assertThat(server.cookies().get(i)).doesNotContain(mayHaveIt ? "theirs" : "ours");
                withToken += mayHaveIt ? 1 : 0;
            }
        }
        assertThat(withToken).isGreaterThan(30);
    }

    /** Whether all up to a hop are allowed origins, each the one before or its named partner: 0 may lead to 1. */
    private static boolean neverLeft(List<Integer> walk, int hop) {
        for (int i = 0; i <= hop; i++) {
            if (walk.get(i) == 2 || (i > 0 && walk.get(i - 1) == 1 && walk.get(i) == 0)) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest(name = "C-32 a loop between two origins comes to an end, {0}")
    @EnumSource
    void endsLoops(Transport transport) throws Exception {
        RedirectWorld.redirect(world.api, 307, world.stranger.uri("/moved"));
        RedirectWorld.redirect(world.stranger, 307, world.api.uri("/moved"));

        assertThat(catchThrowable(() -> world.client(transport).get(world.api.uri("/moved"))))
                .hasStackTraceContaining("Circular redirect");

        assertThat(world.api.calls()).hasSizeBetween(1, 2);
        assertThat(world.api.calls().get(0).authorization()).isEqualTo("Bearer secret-token");
        assertThat(world.api.calls().stream().skip(1)).allSatisfy(HostileRedirectsTest::assertBare);
        assertThat(world.stranger.calls()).isNotEmpty().allSatisfy(HostileRedirectsTest::assertBare);
    }
}
