package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the authorization server's failure, and what is about one token and cuts nobody else off. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IntrospectionOutageTest {
    private static final TestPki PKI = TestPki.create();
    private static final AuthenticatedClient CLIENT =
            AuthenticatedClient.bySecret(OpaqueTokens.CLIENT_ID, ClientAuthentication.CLIENT_SECRET_BASIC, "s3cret");
    private static final String PATH = FakeAuthorizationServer.INTROSPECTION_PATH;
    private static final ScriptedAnswer ACTIVE = ScriptedAnswer.json(200, "{\"active\":true}");

    private final SettableClock clock = SettableClock.atPresent();
    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;
    private IntrospectionEndpoint endpoint;
    private int forgotten;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = AuthorizationServerConnection.builder()
                .trust(TrustedCertificates.of(List.of(PKI.authority().certificate())))
                .keepAlive()
                .build();
        endpoint = IntrospectionEndpoint.of(connection, location(), CLIENT)
                .ticker(clock.ticker())
                .build();
    }

    private EndpointLocation location() {
        return new EndpointLocation() {
            @Override
            public URI uri() {
                return server.uri(PATH);
            }

            @Override
            public void forget() {
                forgotten++;
            }
        };
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private void unavailable(String token) {
        assertThatThrownBy(() -> endpoint.introspect(token)).isInstanceOf(VerificationUnavailableException.class);
    }

    private void failFiveTimes() {
        server.always(PATH, ScriptedAnswer.status(503));
        for (int i = 0; i < 5; i++) {
            unavailable("failing-" + i);
        }
    }

    static Stream<Arguments> aboutTheToken() {
        return Stream.of(
                Arguments.of("400", ScriptedAnswer.json(400, "{\"error\":\"invalid_request\"}")),
                Arguments.of("413", ScriptedAnswer.status(413)),
                Arguments.of("414", ScriptedAnswer.status(414)),
                Arguments.of("422", ScriptedAnswer.json(422, "{}")),
                Arguments.of("431", ScriptedAnswer.status(431)),
                Arguments.of("nested", ScriptedAnswer.json(200, "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}")),
                Arguments.of("long number", ScriptedAnswer.json(200, "{\"a\":" + "1".repeat(41) + "}")),
                Arguments.of("member twice", ScriptedAnswer.json(200, "{\"a\":1,\"a\":2}")),
                Arguments.of("too long", ScriptedAnswer.oversized(300_000)),
                Arguments.of("no JSON", ScriptedAnswer.json(200, "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aboutTheToken")
    @DisplayName(
            "E19 E9 an answer that is about one token opens no breaker and doubts no place, however often it comes")
    void cutsNobodyOff(String name, ScriptedAnswer answer) throws Exception {
        server.always(PATH, answer);
        for (int i = 0; i < 10; i++) {
            unavailable("partner-" + i);
        }
        assertThat(server.calls(PATH)).hasSize(10);
        assertThat(forgotten).isZero();
        server.always(PATH, ACTIVE);

        assertThat(endpoint.introspect("x")).containsEntry("active", true);
    }

    @Test
    @DisplayName("E19 E9 bytes that are no UTF-8, and a compressed body, are used no more and cut nobody off either")
    void cutsNobodyOffByBytes() throws Exception {
        byte[] latin = "{\"active\":true,\"sub\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + latin.length + "\r\n";
        for (String encoding : List.of("", "Content-Encoding: gzip\r\n")) {
            byte[] body = encoding.isEmpty() ? latin : "x".repeat(latin.length).getBytes(StandardCharsets.US_ASCII);
            try (RawServer raw =
                    RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                        while (!RawServer.readRequest(in).isEmpty()) {
                            out.write((head + encoding + "\r\n").getBytes(StandardCharsets.US_ASCII));
                            out.write(body);
                            out.flush();
                        }
                    })) {
                IntrospectionEndpoint asked = IntrospectionEndpoint.of(connection, () -> raw.uri(PATH), CLIENT)
                        .ticker(clock.ticker())
                        .build();
                for (int i = 0; i < 10; i++) {
                    assertThatThrownBy(() -> asked.introspect("x"))
                            .isInstanceOf(VerificationUnavailableException.class)
                            .hasMessageContaining(encoding.isEmpty() ? "not UTF-8" : "compressed body")
                            .hasMessageNotContaining("in a row");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    @DisplayName("E19 a status that is about the server or this client opens the breaker")
    void opensTheBreaker(int status) {
        server.always(PATH, ScriptedAnswer.json(status, "{\"active\":true}"));
        for (int i = 0; i < 10; i++) {
            unavailable("token-" + i);
        }

        assertThat(server.calls(PATH)).hasSize(5);
        assertThat(forgotten).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    @DisplayName("E19 one token that makes the server fail counts once, however often it is sent")
    void oneTokenCountsOnce(int status) throws Exception {
        server.always(PATH, ScriptedAnswer.status(status));
        for (int i = 0; i < 20; i++) {
            unavailable("partner");
        }
        assertThat(server.calls(PATH)).as("its sender rests alone").hasSize(5);
        server.always(PATH, ACTIVE);

        assertThat(endpoint.introspect("x")).containsEntry("active", true);
    }

    @Test
    @DisplayName("E19 after a success the same token counts anew, and so do others")
    void countsAnewAfterASuccess() throws Exception {
        for (int round = 0; round < 3; round++) {
            server.always(PATH, ScriptedAnswer.status(500));
            for (int i = 0; i < 4; i++) {
                unavailable("failing-" + i);
            }
            server.always(PATH, ACTIVE);
            assertThat(endpoint.introspect("x")).containsEntry("active", true);
        }
        failFiveTimes();
        server.always(PATH, ACTIVE);
        unavailable("x");
    }

    @Test
    @DisplayName("E19 a token that was counted cannot prolong the rest: the next one tries at once")
    void cannotProlongTheRest() throws Exception {
        failFiveTimes();
        clock.advance(Duration.ofSeconds(5));
        unavailable("failing-4");
        server.always(PATH, ACTIVE);

        assertThat(endpoint.introspect("x")).containsEntry("active", true);
    }

    @Test
    @DisplayName("E19 a try after the rest that told nothing lets the next one try at once")
    void nothingLearntLetsTheNextTry() throws Exception {
        failFiveTimes();
        clock.advance(Duration.ofSeconds(5));
        server.always(PATH, ScriptedAnswer.json(400, "{}"));
        unavailable("partner");
        server.always(PATH, ACTIVE);

        assertThat(endpoint.introspect("x")).containsEntry("active", true);
    }
}
