package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ProtectedResourceContract} that is RFC 6750: where a token may stand, and what is answered. */
public interface CredentialsContract {

    DoorFixture at();

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
    @DisplayName("S-23 accepts the scheme name in any letter case")
    default void acceptsTheSchemeInAnyCase(String scheme) throws IOException {
        at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/echo").header("Authorization", scheme + " " + at().token()));
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-64 answers a request without credentials with a bare challenge")
    default void challengesBarely() throws IOException {
        at().refused(401, null, at().pki.serverA(), RawRequest.get("/api/echo"));
        at().refused(401, null, null, RawRequest.get("/api/echo"));
    }

    @Test
    @DisplayName("S-24 S-25 B5 takes a token in query, form or cookie for no credentials")
    default void takesNoTokenFromQueryFormOrCookie() throws IOException {
        String parameter = "access_token=" + at().token();
        TestIdentity client = at().pki.serverA();

        at().refused(401, null, client, RawRequest.get("/api/echo?" + parameter));
        at().refused(401, null, client, RawRequest.of("POST", "/api/form").form(parameter));
        at().refused(401, null, client, RawRequest.get("/api/echo").header("Cookie", parameter));
    }

    @Test
    @DisplayName("S-26 B5 refuses a token in header and query with 400")
    default void refusesTokenInTwoPlaces() throws IOException {
        at().refused(
                        400,
                        "invalid_request",
                        at().pki.serverA(),
                        RawRequest.get("/api/echo?access_token=" + at().token()).bearer(at().token()));
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-26 B1 refuses two Authorization lines with 400, whatever they are")
    default void refusesTwoAuthorizationLines() throws IOException {
        String good = "Bearer " + at().token();
        for (List<String> lines : List.of(
                List.of(good, good),
                List.of(good, "Bearer other"),
                List.of("Bearer other", good),
                List.of(good, "Basic dTpw"),
                List.of("Basic dTpw", good))) {
            RawRequest request = RawRequest.get("/api/echo")
                    .header("Authorization", lines.get(0))
                    .header("authorization", lines.get(1));
            at().refused(400, "invalid_request", at().pki.serverA(), request);
        }
    }

    @Test
    @DisplayName("S-27 takes any number of spaces between the scheme and the token")
    default void takesSeveralSpaces() throws IOException {
        RawRequest request = RawRequest.get("/api/echo").header("Authorization", "Bearer   " + at().token());

        assertThat(at().send(at().pki.serverA(), request).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("S-27 B3 refuses malformed bearer values with 400 or 401 and never with a server error")
    default void refusesMalformedBearerValues() throws IOException {
        String token = at().token();
        for (String value : List.of(
                "Bearer",
                "Bearer ",
                "Bearer  ",
                "Bearer\t" + token,
                "Bearer \t" + token,
                "Bearer \"" + token + "\"",
                "Bearer " + token + ", Bearer " + token,
                "Bearer " + token + " " + token,
                "Bearer " + token + ";x=y",
                "Bearer " + token + "\u00e4",
                "Bearer token=" + token,
                "Bearer: " + token,
                "Bearer" + token)) {
            int hitsBefore = at().door.hits();

            RawResponse response =
                    at().send(at().pki.serverA(), RawRequest.get("/api/echo").header("Authorization", value));

            assertThat(response.status()).as("%s -> %s", value, response).isIn(400, 401);
            assertThat(at().door.hits()).isEqualTo(hitsBefore);
        }
    }

    @Test
    @DisplayName("S-28 takes other schemes for no bearer credentials")
    default void takesOtherSchemesForNoCredentials() throws IOException {
        for (String value : List.of("Basic dTpw", "DPoP " + at().token(), "Digest x", at().token(), "")) {
            at().refused(
                            401,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").header("Authorization", value));
        }
    }

    @Test
    @DisplayName("S-29 A21 refuses an over-long token by its length; what the container cuts off never arrives")
    default void refusesOverlongTokens() throws Exception {
        try (Door narrow = at().open(at().settings("maxTokenLength", "256"))) {
            at().refused(
                            narrow,
                            null,
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(at().token()));
        }
        RawRequest dots = RawRequest.get("/api/echo").bearer(".".repeat(6_000));
        at().refused(401, "invalid_token", at().pki.serverA(), dots);

        int hitsBefore = at().door.hits();
        try {
            RawResponse response =
                    at().send(at().pki.serverA(), RawRequest.get("/api/echo").bearer("a".repeat(2_000_000)));
            assertThat(response.status()).isIn(400, 401, 413, 431);
        } catch (IOException e) {
            // the container closed the connection while the header was still being written
        }
        assertThat(at().door.hits()).isEqualTo(hitsBefore);
    }

    @Test
    @DisplayName("S-66 B7 lets nothing of the token into the challenge")
    default void letsNothingOfTheTokenIntoTheChallenge() throws IOException {
        String evil = "x\"\r\nSet-Cookie: a=b\r\n\\\u00e4\u2028";
        for (TokenBuilder token : List.of(
                at().tokens().boundTo(at().pki.serverA()).header("typ", evil),
                at().tokens().boundTo(at().pki.serverA()).claim("iss", evil),
                at().tokens().boundTo(at().pki.serverA()).claim("aud", evil))) {
            RawResponse response = at().refused(
                            401,
                            "invalid_token",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(token.compact()));

            assertThat(response.headers("WWW-Authenticate").get(0)).doesNotContain("Cookie");
        }
    }

    @Test
    @DisplayName("S-69 adds its challenge to the one that another scheme has put there")
    default void keepsOtherChallenges() throws IOException {
        RawResponse response = at().refused(
                        401,
                        null,
                        null,
                        RawRequest.get("/api/echo").header(Tampering.HEADER, Tampering.EARLIER_CHALLENGE.name()));

        assertThat(response.headers("WWW-Authenticate")).contains(Tampering.EARLIER_CHALLENGE_VALUE);
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "HEAD", "PUT", "DELETE", "PATCH", "PROPFIND", "FROB"})
    @DisplayName("S-71 B15 lets no method past the check")
    default void letsNoMethodPast(String method) throws IOException {
        int hitsBefore = at().door.hits();
        RawRequest preflight = RawRequest.of(method, "/api/echo")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "GET");

        RawResponse bare = at().send(null, preflight);
        RawResponse stolen = at().send(at().pki.thief(), preflight.bearer(at().token()));

        // Tomcat answers TRACE with 405 before any valve
        assertThat(bare.status()).isIn(401, 405);
        assertThat(stolen.status()).isIn(401, 405);
        assertThat(at().door.hits()).isEqualTo(hitsBefore);
    }

    @Test
    @DisplayName(
            "S-75 S-79 S-103 keeps the Authorization header of accepted requests from the application if that is set")
    default void withholdsTheHeaderOfAcceptedRequests() throws Exception {
        try (Door door = at().open(at().settings("withholdAuthorization", "true"))) {
            for (String way : List.of("echo", "forward", "include", "async", "thread")) {
                RawRequest request = RawRequest.get("/api/" + way)
                        .header("X-To", "/api/echo")
                        .header("X-Show", "Authorization authorization")
                        .header("aUTHORIZATION", "Bearer " + at().token());
                AppReport shown = at().accepted(at().pki.serverA(), request);
                AppReport withheld = at().accepted(door, null, at().pki.serverA(), request);

                assertThat(shown.get("sees:authorization"))
                        .as(way)
                        .contains("getHeader,", "getHeaders,", "getHeaderNames");
                assertThat(withheld.get("sees:Authorization")).as(way).isEqualTo("[]");
                assertThat(withheld.get("sees:authorization")).as(way).isEqualTo("[]");
                assertThat(withheld.get("user")).as(way).isEqualTo("server-a");
                at().refused(door, null, 401, "invalid_token", at().pki.thief(), request);
            }
        }
    }
}
