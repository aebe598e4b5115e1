package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("holdfast explain of a copied answer")
class CopiedAnswersTest {
    private static final String REFUSED = "HTTP/1.1 401 \r\nWWW-Authenticate: Bearer realm=\"x\","
            + " error=\"invalid_token\", error_description=\"The access token expired.\"\r\n\r\n";
    private static final String EXPIRED = "The access token expired.";

    private static Run explained(String text) {
        return Run.with(text, "explain");
    }

    @ParameterizedTest
    @DisplayName("takes the last one with its challenge, whatever came before")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 Connection established\r\n\r\n",
                "HTTP/1.0 200 Connection Established\r\nProxy-Agent: Apache/2.4\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: https://api.example/orders\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n",
                "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
                "192.0.2.1 - - [30/Nov/2026:16:00:00 +0000] \"GET /orders HTTP/1.1\" 200 512\r\n"
            })
    void takesTheLast(String before) {
        Run run = explained(before + REFUSED);

        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out()).contains(EXPIRED).doesNotContain("accepted");
        String verbose = (before + REFUSED).replaceAll("(?m)^(?=HTTP|WWW|Proxy|Link|Loc|Retry)", "< ");
        assertThat(explained("* Connected\n> GET /orders HTTP/1.1\n>\n" + verbose)
                        .out())
                .contains(EXPIRED);
    }

    @Test
    @DisplayName("takes no challenge of an answer before the last")
    void takesNoEarlierChallenge() {
        assertThat(explained(REFUSED + "HTTP/1.1 200 \r\n\r\n"))
                .matches(run -> run.code() == 0 && run.out().contains("The request was accepted."));
        assertThat(explained(REFUSED + "HTTP/1.1 503 \r\n\r\n"))
                .matches(run -> run.code() == 1 && run.out().contains("The door cannot decide"));
    }

    @Test
    @DisplayName("takes status and challenge in any order")
    void takesStatusAndChallengeInAnyOrder() {
        String challenge = "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders:read\"\n";

        for (String text :
                new String[] {challenge + "403 Forbidden\n", "403\n" + challenge, "status=403 " + challenge}) {
            assertThat(explained(text).out()).as(text).contains("scope 'orders:read'");
        }
    }

    @ParameterizedTest
    @DisplayName("says that the server's own answer is missing where there are interim ones alone")
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 Connection established\r\n\r\n",
                "< HTTP/1.1 200 Connection Established\n<\n* CONNECT phase completed!\n* TLS alert\n",
                "HTTP/1.1 102 Processing\n"
            })
    void saysThatTheAnswerIsMissing(String text) {
        assertThat(explained(text))
                .matches(run -> run.code() == 2 && run.err().contains("of the server itself is missing"));
    }

    @ParameterizedTest
    @DisplayName("takes no address, time or length for a status")
    @ValueSource(
            strings = {
                "192.0.2.1 - - [30/Nov/2026:16:00:00 +0000] \"GET /orders\"",
                "203.0.113.7: connection reset",
                "512\t/orders",
                "250ms for GET /orders",
                "301,204,17"
            })
    void takesNoAddressForAStatus(String text) {
        assertThat(explained(text)).matches(run -> run.code() == 2 && run.err().contains("Nothing was found"));
    }

    @Test
    @DisplayName("reads the status of an access log's line and of a switch of protocols")
    void readsTheStatusOfAnAccessLog() {
        assertThat(explained("192.0.2.1 - - [30/Nov/2026:16:00:00 +0000] \"GET /orders HTTP/1.1\" 404 12"))
                .matches(run -> run.code() == 1 && run.out().contains("There is nothing at this path"));
        assertThat(explained("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n"))
                .matches(run -> run.code() == 0 && run.out().contains("The request was accepted."));
    }

    @ParameterizedTest
    @DisplayName("reads a line of the audit log in plain text and in JSON, wrapped once or twice")
    @ValueSource(strings = {"\"", "\\\"", "\\\\\\\""})
    void readsALineOfTheAuditLogInJson(String quote) {
        String line = "io.holdfast.audit refused reason=certificate_mismatch status=401 door=/o/h peer=192.0.2.7"
                + " method=GET path=/o token=3f9a81c2 bound=A4DtL2Jm certificate=bwcK0esc subject=" + quote
                + "CN=Server B, O=Partner B" + quote + " detail=" + quote + "the token's confirmation is another"
                + quote;

        for (String text : new String[] {line, "{\"level\":\"INFO\",\"message\":\"" + line + "\",\"at\":\"x\"}"}) {
            assertThat(explained(text).out())
                    .contains("401 certificate_mismatch: the token's confirmation is another\n")
                    .contains("the connection had bwcK0esc... CN=Server B, O=Partner B\n");
        }
    }
}
