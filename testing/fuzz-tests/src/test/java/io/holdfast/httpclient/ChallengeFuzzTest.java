package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.keyring.exchange.AuthenticateHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Challenge;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** A {@code WWW-Authenticate} line that a resource sends to the client, beside RFC 9110 as a pattern and OkHttp. */
final class ChallengeFuzzTest implements FuzzTarget {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final String PARAMETER = TOKEN + "[ \t]*=[ \t]*(?:" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*\")";
    private static final String CHALLENGE = TOKEN + "(?:[ \t]+(?:[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))|" + PARAMETER
            + "(?:[ \t]*,[ \t,]*" + PARAMETER + ")*+))?";
    private static final Pattern CHALLENGES =
            Pattern.compile("[ \t,]*(?:" + CHALLENGE + "(?:[ \t]*,[ \t,]*" + CHALLENGE + ")*)?[ \t,]*", Pattern.DOTALL);

    @FuzzTest
    void challenge(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        String line = new String(input, StandardCharsets.ISO_8859_1);
        if (!line.matches("[\t\\x20-\\x7E\\x80-\\xFF]*")) {
            return false; // no field value
        }
        boolean refused =
                FuzzTarget.bounded(input.length, () -> AuthenticateHeader.hasBearerError(line, "invalid_token"));
        Matcher wellFormed = CHALLENGES.matcher(line);
        if (wellFormed.matches()) {
            assertThat(refused).as(line).isEqualTo(isRefusedToOkHttp(line));
        } else if (refused) {
            assertThat(line).containsIgnoringCase("bearer").containsIgnoringCase("error");
        }
        return refused;
    }

    private static boolean isRefusedToOkHttp(String line) {
        List<Challenge> challenges = new Response.Builder()
                .request(new Request.Builder().url("https://api.example/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(401)
                .message("")
                .headers(new Headers.Builder()
                        .addUnsafeNonAscii("WWW-Authenticate", line)
                        .build())
                .build()
                .challenges();
        return challenges.stream()
                .filter(challenge -> challenge.scheme().equalsIgnoreCase("Bearer"))
                .flatMap(challenge -> challenge.authParams().entrySet().stream())
                .anyMatch(parameter -> "error".equalsIgnoreCase(parameter.getKey())
                        && parameter.getValue().equals("invalid_token"));
    }
}
