package io.holdfast.testserver.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import okhttp3.HttpUrl;
import org.apache.hc.core5.net.URIBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A door before applications that read paths in their own way: no spelling leads a token with read access only to a
 * restricted handler, and every spelling that a real client makes of a legal path leads to that path's own handler.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OtherReaderContract {
    private static final String RULES = "/public/** open; /admin/** scope=admin; /internal/** deny;"
            + " /partners/{client_id}/** scope=read; /orders/export scope=admin; DELETE /orders/** scope=admin;"
            + " /export scope=admin; /api/*/admin scope=admin; /** scope=read";

    /** Characters and words of legal names. */
    private static final List<String> NAMES = List.of(
            "a b",
            "\u00e9",
            "caf\u00e9 cr\u00e8me",
            "~",
            "a~b",
            "a:b",
            "a@b",
            "a,b",
            "a+b",
            "(a)",
            "a b+c(d),~e:f@g",
            "\u20ac\ud83d\ude00",
            "a.b",
            "2026-11-29",
            "a=b&c",
            "don't!",
            "*$_-");

    private final String namespace;
    private DoorFixture fixture;
    private String token;

    /** Tests applications of this namespace. */
    protected OtherReaderContract(String namespace) {
        this.namespace = namespace;
    }

    /** Puts the door before an application. */
    protected abstract TestWar guarded(TestWar war, Map<String, String> settings);

    /** Starts a server with the application. */
    protected abstract Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception;

    @BeforeAll
    final void openDoor(@TempDir Path directory) throws Exception {
        fixture = new DoorFixture(
                directory, (empty, server, settings) -> start(empty, server, war(OtherReader.RAW, settings)));
        token = fixture.tokens()
                .boundTo(fixture.pki.serverA())
                .claim("scope", "read")
                .claim("client_id", Handlers.PARTNER)
                .compact();
    }

    @AfterAll
    final void closeDoor() throws Exception {
        fixture.close();
    }

    private TestWar war(OtherReader reader, Map<String, String> settings) {
        return reader.war(guarded(TestWar.of(namespace), settings), namespace);
    }

    private Door door(OtherReader reader, Map<String, String> settings) throws Exception {
        return fixture.start((directory, server) -> start(directory, server, war(reader, settings)));
    }

    private RawRequest reading(RawRequest request) {
        return request.bearer(token);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-89 S-90 G2 G3 G4 G5 lets no spelling lead to a restricted handler, of thousands")
    void letsNoSpellingLeadToARestrictedHandler(OtherReader reader) throws Exception {
        int found = 0;
        try (Door open = door(reader, fixture.settings());
                Connection connection = new Connection(open)) {
            PathSpellings spellings = new PathSpellings(14);
            for (int i = 0; i < 100; i++) {
                RawRequest request = spellings.next();
                found += connection.send(reading(request)).body().contains(Handlers.restricted("")) ? 1 : 0;
            }
        }
        assertThat(found).as("spellings that a door without rules lets pass").isGreaterThan(5);
        try (Door door = door(reader, fixture.settings("accessRules", RULES));
                Connection connection = new Connection(door)) {
            PathSpellings spellings = new PathSpellings(14);
            Map<Integer, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 700; i++) {
                RawRequest request = spellings.next();
                RawResponse response = connection.send(reading(request));
                assertThat(response.body()).as("%s %s", request, response).doesNotContain(Handlers.restricted(""));
                answers.merge(response.status(), 1, Integer::sum);
            }
            assertThat(answers.keySet()).as("%s", answers).contains(200, 400, 403);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-89 S-90 G4 lets no character that folds to a slash lead to a restricted handler")
    void letsNoFoldedSlashLeadToARestrictedHandler(OtherReader reader) throws Exception {
        try (Door door = door(reader, fixture.settings("accessRules", RULES));
                Connection connection = new Connection(door)) {
            for (String path : PathSpellings.FOLDED_SLASHES) {
                RawResponse response = connection.send(reading(RawRequest.get(path)));
                assertThat(response.status()).as("%s %s", path, response).isIn(400, 403);
                assertThat(response.body()).as(path).doesNotContain(Handlers.restricted(""));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-89 lets every spelling that a real client makes of a legal path lead to its own handler")
    void letsLegalSpellingsPass(OtherReader reader) throws Exception {
        try (Door door = door(reader, fixture.settings("accessRules", RULES));
                Connection connection = new Connection(door)) {
            for (String name : NAMES) {
                for (String path : spellingsOf(name)) {
                    for (String session : List.of("", ";jsessionid=0A1B2C.node-1")) {
                        RawResponse response = connection.send(reading(RawRequest.get(path + session)));

                        assertThat(response.status())
                                .as("%s %s", path + session, response)
                                .isEqualTo(200);
                        assertThat(response.body()).as("%s", path + session).isEqualTo(Handlers.file(name));
                    }
                }
            }
            for (String path : List.of("/public/", "/public/1?x=/../y;z", "/public/;jsessionid=1")) {
                assertThat(connection.send(RawRequest.get(path)).status())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    /**
     * Returns the paths that java.net.URI, HttpClient, OkHttp, a browser and curl send, and those with everything
     * encoded that is not unreserved.
     */
    private static Set<String> spellingsOf(String name) throws URISyntaxException {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(new URI("https", "localhost", "/files/" + name, null)
                .toASCIIString()
                .substring("https://localhost".length()));
        paths.add(new URIBuilder().setPathSegments("files", name).build().getRawPath());
        paths.add(new URIBuilder().setPath("/files/" + name).build().getRawPath());
        paths.add(new HttpUrl.Builder()
                .scheme("https")
                .host("localhost")
                .addPathSegment("files")
                .addPathSegment(name)
                .build()
                .encodedPath());
        String formed = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        paths.add("/files/" + formed);
        paths.add("/files/" + lowerCaseEscapes(formed));
        paths.add("/files/"
                + lowerCaseEscapes(formed)
                        .replace("%7e", "~")
                        .replace("%28", "(")
                        .replace("%29", ")")
                        .replace("%3a", ":")
                        .replace("%40", "@")
                        .replace("%2c", ",")
                        .replace("%2b", "+"));
        // WHATWG URL, the path percent-encode set: browsers, and curl if a blank is passed as %20.
        StringBuilder browser = new StringBuilder("/files/");
        name.codePoints()
                .forEach(c -> browser.append(
                        c > '~' || " \"#<>?`{}".indexOf(c) >= 0
                                ? URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                                        .replace("+", "%20")
                                : Character.toString(c)));
        paths.add(browser.toString());
        return paths;
    }

    private static String lowerCaseEscapes(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("(?=%)", -1)) {
            parts.add(
                    part.startsWith("%")
                            ? part.substring(0, 3).toLowerCase(java.util.Locale.ROOT) + part.substring(3)
                            : part);
        }
        return String.join("", parts);
    }

    /** A connection of server A that reopens after the server has closed it. */
    private final class Connection implements AutoCloseable {
        private final URI server;
        private final SSLContext context = fixture.context(fixture.pki.serverA());
        private @Nullable RawHttpsClient client;

        Connection(Door door) {
            server = door.secure();
        }

        RawResponse send(RawRequest request) throws IOException {
            boolean kept = client != null;
            try {
                return sendOnce(request);
            } catch (EOFException | SocketException e) {
                close();
                if (!kept) {
                    throw e;
                }
                return sendOnce(request); // Jetty closes without a response after some bad requests
            }
        }

        private RawResponse sendOnce(RawRequest request) throws IOException {
            RawHttpsClient open = client;
            if (open == null) {
                open = RawHttpsClient.connect(server, context, "TLSv1.2"); // its sessions are the cheapest to resume
                client = open;
            }
            RawResponse response = open.send(request);
            if (response.headers("Connection").contains("close")) {
                close();
            }
            return response;
        }

        @Override
        public void close() throws IOException {
            if (client != null) {
                client.close();
                client = null;
            }
        }
    }
}
