package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Key ring, filter and valve with an authorization server that nobody here wrote, set up as
 * {@code docs/authorization-servers.md} shows. Each subclass must say itself when it runs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealAuthorizationServerContract {
    private static final String BY_KEYS = "jwt";
    private static final String ASKING = "asking";

    private TokenParties parties;
    private RealAuthorizationServer server;
    private TokenPage page;
    private TokenCalls calls;

    /** Fetches and prepares the server. */
    abstract RealAuthorizationServer prepare(TokenParties of) throws Exception;

    @BeforeAll
    final void startServer(@TempDir Path directory) throws Exception {
        parties = new TokenParties(directory);
        server = prepare(parties);
        page = new TokenPage(server, parties);
        calls = new TokenCalls(server, parties, page);
        server.start();
    }

    @AfterAll
    final void stopServer() {
        if (server != null) {
            server.close();
        }
        if (parties != null) {
            parties.close();
        }
    }

    @TestFactory
    @DisplayName("C-1 C-12 S-46 S-47 each kind of token, each method of authentication, filter and valve:")
    final Stream<DynamicTest> cells() throws Exception {
        Map<String, Properties> settings = new LinkedHashMap<>();
        settings.put(BY_KEYS, page.byKeys());
        Stream.Builder<Cell> cells = Stream.builder();
        for (ClientAuthentication method : ClientAuthentication.values()) {
            cells.add(new Cell(TokenKind.JWT, method, BY_KEYS, server.ofClient(method)));
        }
        for (TokenKind kind : TokenKind.values()) {
            for (ClientAuthentication method : ClientAuthentication.values()) {
                if (kind != TokenKind.JWT) {
                    String name = kind.name() + "." + method.methodName();
                    settings.put(name, page.introspecting(kind, method));
                    cells.add(new Cell(kind, method, name, server.ofDoor(kind, method)));
                }
            }
        }
        TokenDoors doors = TokenDoors.open(parties, settings);
        return cells.build()
                .flatMap(cell -> Stream.of(TokenDoors.Kind.values())
                        .map(kind ->
                                DynamicTest.dynamicTest(cell.title() + ", " + kind, () -> check(cell, doors, kind))))
                .onClose(() -> close(doors));
    }

    /**
     * A row of the table.
     *
     * @param method how the client authenticates for tokens that are verified by keys; else how the door does
     */
    private record Cell(TokenKind kind, ClientAuthentication method, String doors, CellOutcome expected) {
        private String title() {
            return kind.shown + ", " + (kind == TokenKind.JWT ? "client by " : "door by ") + method.methodName();
        }
    }

    private void check(Cell cell, TokenDoors doors, TokenDoors.Kind kind) throws Exception {
        URI uri = doors.uri(kind, cell.doors());
        switch (cell.expected()) {
            case WORKS -> {
                try (TokenClient client = calls.client(cell.kind(), cell.method(), doors)) {
                    calls.assertWorks(client, doors, uri);
                }
            }
            case UNBOUND -> assertUnbound(cell, doors, uri);
            case REFUSED, UNAVAILABLE -> {
                try (TokenClient client = calls.client(cell.kind(), cell.method(), doors)) {
                    int before = doors.reached();
                    assertThat(client.get(uri)).isEqualTo(cell.expected() == CellOutcome.REFUSED ? 401 : 503);
                    assertThat(doors.reached()).isEqualTo(before);
                }
            }
            case NOT_OFFERED -> assertNotOffered(cell, doors);
        }
        System.out.printf(
                "field: %-14s %-24s %-36s %-6s %s%n",
                server.id(),
                cell.kind().shown,
                (cell.kind() == TokenKind.JWT ? "client " : "door ")
                        + cell.method().methodName(),
                kind,
                cell.expected().shown);
    }

    private void assertUnbound(Cell cell, TokenDoors doors, URI uri) throws Exception {
        try (TokenClient client = calls.client(cell.kind(), cell.method(), doors)) {
            assertThatThrownBy(() -> client.get(uri))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not bound to any certificate");
        }
        KeyRingBuilder careless =
                calls.builder(cell.kind(), cell.method(), doors).bindingCheck(BindingCheck.OFF);
        try (TokenClient client = new TokenClient(careless.build(), URI.create(doors.origin()))) {
            int before = doors.reached();
            assertThat(client.get(uri)).isEqualTo(401);
            assertThat(doors.reached()).isEqualTo(before);
        }
    }

    private void assertNotOffered(Cell cell, TokenDoors doors) throws Exception {
        if (server.ofDoor(cell.kind(), ClientAuthentication.TLS_CLIENT_AUTH) == CellOutcome.NOT_OFFERED) {
            try (TokenClient client = calls.client(cell.kind(), cell.method(), doors)) {
                assertThat(client.token().split("\\.", -1)).as("a JWT").hasSize(3);
            }
        } else {
            assertThat(server.metadata().body())
                    .contains("\"" + ClientAuthentication.TLS_CLIENT_AUTH.methodName() + "\"")
                    .doesNotContain("\"" + cell.method().methodName() + "\"");
        }
    }

    @Test
    @DisplayName("S-87 a new key of the server, and the earlier one, are good at once")
    final void followsNewKeysOfTheServer() throws Exception {
        try (TokenDoors doors = doorsInChange();
                TokenClient early = calls.documented(doors)) {
            calls.assertWorks(early, doors, doors.uri(TokenDoors.Kind.FILTER, BY_KEYS));
            calls.assertWorks(early, doors, doors.uri(TokenDoors.Kind.VALVE, BY_KEYS));

            server.rotateKeys();

            try (TokenClient late = calls.documented(doors)) {
                assertThat(header(late.token())).isNotEqualTo(header(early.token()));
                for (TokenDoors.Kind kind : TokenDoors.Kind.values()) {
                    calls.assertWorksInTime(late, doors, doors.uri(kind, BY_KEYS));
                    calls.assertWorks(early, doors, doors.uri(kind, BY_KEYS));
                }
            }
        }
    }

    @Test
    @DisplayName(
            "C-5 C-6 a renewed certificate of the client takes over, and the earlier one's token is useless with it")
    final void followsTheClientsNewCertificate() throws Exception {
        TestIdentity renewed = parties.pki.serverA().rekeyed();
        try (TokenDoors doors = doorsInChange();
                TokenClient known = calls.documented(doors);
                TokenClient asked = calls.asking(askedKind(), doors)) {
            assertAccepted(known, asked, doors);
            String early = known.token();
            String earlyAsked = asked.token();

            parties.keyStore(renewed, TokenCalls.IN_CHANGE);

            known.awaitCertificate(renewed);
            asked.awaitCertificate(renewed);
            assertAccepted(known, asked, doors);
            for (TokenDoors.Kind kind : TokenDoors.Kind.values()) {
                assertBoundTo(renewed, doors.uri(kind, BY_KEYS), known.token(), early);
                assertBoundTo(renewed, doors.uri(kind, ASKING), asked.token(), earlyAsked);
            }
        }
    }

    private void assertBoundTo(TestIdentity renewed, URI uri, String token, String early) throws IOException {
        assertThat(token).isNotEqualTo(early);
        assertThat(calls.status(uri, renewed, token)).isEqualTo(200);
        assertThat(calls.status(uri, parties.pki.serverA(), token)).isEqualTo(401);
        assertThat(calls.status(uri, renewed, early)).isEqualTo(401);
    }

    @Test
    @DisplayName(
            "S-87 while the server is down, keys and answers at hand serve, other tokens get 503; it restarts, and all"
                    + " is well")
    final void survivesAnOutageAndARestart() throws Exception {
        try (TokenDoors doors = doorsInChange();
                TokenClient known = calls.documented(doors);
                TokenClient asked = calls.asking(askedKind(), doors);
                TokenClient knownLater = calls.documented(doors);
                TokenClient askedLater = calls.asking(askedKind(), doors)) {
            assertAccepted(known, asked, doors);
            String unseen = knownLater.token();
            String unseenAsked = askedLater.token();

            server.stop();
            try {
                assertAccepted(known, asked, doors);
                for (TokenDoors.Kind kind : TokenDoors.Kind.values()) {
                    assertThat(calls.status(doors.uri(kind, BY_KEYS), parties.pki.serverA(), unseen))
                            .isEqualTo(200);
                    assertThat(calls.status(doors.uri(kind, ASKING), parties.pki.serverA(), unseenAsked))
                            .isEqualTo(503);
                }
                try (TokenClient none = calls.documented(doors)) {
                    assertThatThrownBy(none::token).isInstanceOf(TokenUnavailableException.class);
                }
            } finally {
                server.start();
            }

            try (TokenClient knownNew = calls.documented(doors);
                    TokenClient askedNew = calls.asking(askedKind(), doors)) {
                for (TokenDoors.Kind kind : TokenDoors.Kind.values()) {
                    calls.assertWorksInTime(knownNew, doors, doors.uri(kind, BY_KEYS));
                    calls.assertWorksInTime(askedNew, doors, doors.uri(kind, ASKING));
                }
            }
        }
    }

    /**
     * An ID token is refused where everything else is right: issuer, signature, time, and an audience that the door has;
     * even where tokens need not be bound.
     *
     * @param answer the token endpoint's answer to a client with a user
     * @param client its id, which is the ID token's audience
     */
    final void assertIdTokenIsRefused(String answer, String client) throws Exception {
        Properties byKeys = page.byKeys();
        Properties asking = page.introspecting(TokenKind.INTROSPECTED_JWT, ClientAuthentication.TLS_CLIENT_AUTH);
        for (Properties settings : List.of(byKeys, asking)) {
            settings.setProperty("binding", "when-present");
            settings.setProperty("audience", settings.getProperty("audience") + " " + client);
        }
        try (TokenDoors doors = TokenDoors.open(parties, Map.of(BY_KEYS, byKeys, ASKING, asking))) {
            for (TokenDoors.Kind kind : TokenDoors.Kind.values()) {
                for (String name : List.of(BY_KEYS, ASKING)) {
                    URI uri = doors.uri(kind, name);
                    String access = RealAuthorizationServer.token(answer, "access_token");
                    assertThat(calls.status(uri, parties.pki.serverA(), access)).isEqualTo(200);
                    int before = doors.reached();
                    String id = RealAuthorizationServer.token(answer, "id_token");
                    assertThat(calls.status(uri, parties.pki.serverA(), id)).isEqualTo(401);
                    assertThat(doors.reached()).isEqualTo(before);
                }
            }
        }
    }

    private static void assertAccepted(TokenClient known, TokenClient asked, TokenDoors doors) throws IOException {
        for (TokenDoors.Kind kind : TokenDoors.Kind.values()) {
            assertThat(known.get(doors.uri(kind, BY_KEYS))).isEqualTo(200);
            assertThat(asked.get(doors.uri(kind, ASKING))).isEqualTo(200);
        }
    }

    /** Doors that verify JWTs by keys, and doors that introspect. */
    private TokenDoors doorsInChange() throws Exception {
        Properties byKeys = page.byKeys();
        byKeys.setProperty("jwksReloadSeconds", "1");
        Properties asking = page.introspecting(askedKind(), ClientAuthentication.TLS_CLIENT_AUTH);
        asking.setProperty("introspectionCacheSeconds", "300"); // an outage takes longer than the default
        return TokenDoors.open(parties, Map.of(BY_KEYS, byKeys, ASKING, asking));
    }

    /** Opaque tokens, or JWTs where there are no others. */
    private TokenKind askedKind() {
        return server.ofDoor(TokenKind.OPAQUE, ClientAuthentication.TLS_CLIENT_AUTH) == CellOutcome.WORKS
                ? TokenKind.OPAQUE
                : TokenKind.INTROSPECTED_JWT;
    }

    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    private static void close(TokenDoors doors) {
        try {
            doors.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
