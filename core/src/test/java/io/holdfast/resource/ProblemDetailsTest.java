package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.json.StrictJson;
import io.holdfast.testkit.TestTokens;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.TokenRejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a refusal by RFC 9457, and the requests that get one. */
final class ProblemDetailsTest {
    private static Map<String, Object> members(RefusalReason reason) throws Exception {
        ResponseBody body = ProblemDetails.of(reason);
        assertThat(body.contentType()).isEqualTo("application/problem+json");
        return StrictJson.parseObject(body.content());
    }

    private static ResourceRequest accepting(String... accept) {
        return new BareRequest(
                "GET", null, Map.of("Accept", List.of(accept), "Authorization", List.of("Bearer made-up")));
    }

    private static boolean isWantedBy(String... accept) {
        return ProblemDetails.isWantedBy(accepting(accept));
    }

    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS_MALFORMED, 400, Bad Request",
        "CERTIFICATE_MISMATCH, 401, Unauthorized",
        "SCOPE_INSUFFICIENT, 403, Forbidden",
        "VERIFICATION_UNAVAILABLE, 503, Service Unavailable",
        "INTERNAL_ERROR, 500, Internal Server Error"
    })
    @DisplayName("the status and its title are those of the answer")
    void hasStatusAndTitle(RefusalReason reason, int status, String title) throws Exception {
        assertThat(members(reason)).containsEntry("title", title);
        assertThat(String.valueOf(members(reason).get("status"))).isEqualTo(String.valueOf(status));
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    @DisplayName("S-68 every detail is that of the challenge, or a sentence for those that have none")
    void hasADetail(RefusalReason reason) throws Exception {
        Map<String, Object> members = members(reason);
        assertThat(members.get("error")).isEqualTo(reason.error());
        if (reason.description() != null) {
            assertThat(members).containsEntry("detail", reason.description());
        } else {
            assertThat(String.valueOf(members.get("detail"))).endsWith(".");
        }
        assertThat(members.keySet()).isSubsetOf("title", "status", "detail", "error");
    }

    @Test
    @DisplayName("reasons without a description have a sentence of their own")
    void saysWhatToDo() throws Exception {
        assertThat(members(RefusalReason.CREDENTIALS_MISSING))
                .containsEntry("detail", "This resource needs an access token.");
        assertThat(members(RefusalReason.ACCESS_DENIED)).containsEntry("detail", "Nobody has access to this path.");
        assertThat(members(RefusalReason.VERIFICATION_UNAVAILABLE).get("detail"))
                .isEqualTo("The access token cannot be verified just now. Keep it and try again.");
        assertThat(members(RefusalReason.INTERNAL_ERROR)).containsEntry("detail", "The request could not be checked.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/PROBLEM+JSON",
                " application/json ; charset=utf-8 ; q=0.1",
                "text/html;q=0.4, application/json;Q=0.5",
                "application/json;q=0.5, text/html;q=0.5",
                "application/json;q=0, application/problem+json",
                "application/json;q=1.000, text/html",
                "application/json;q=0.001"
            })
    @DisplayName("JSON is wanted where it is named and no page preferred to it")
    void isWanted(String accept) {
        assertThat(isWantedBy(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/*",
                "text/html",
                "text/html, application/json;q=0.9",
                "application/json;q=0.4, text/html;q=0.5",
                "application/json;q=0",
                "application/json;q=0.000",
                "application/json;q=1.001",
                "application/json;q=2",
                "application/json;q=.5",
                "application/json;q=0.1234",
                "application/json;q=x",
                "application/jsonx"
            })
    @DisplayName("without JSON, with a page preferred to it or with a malformed weight it is not")
    void isNotWanted(String accept) {
        assertThat(isWantedBy(accept)).isFalse();
    }

    @Test
    @DisplayName("several lines are one list; one of more than 1,024 characters is not read")
    void readsBoundedLists() {
        assertThat(isWantedBy()).isFalse();
        assertThat(isWantedBy("text/plain", "application/json")).isTrue();
        assertThat(isWantedBy("application/json", "text/html")).isTrue();
        assertThat(isWantedBy("application/json;q=0.9", "text/html")).isFalse();

        String json = "application/json,";
        assertThat(isWantedBy(json + "x".repeat(1024 - json.length()))).isTrue();
        assertThat(isWantedBy(json + "x".repeat(1025 - json.length()))).isFalse();
    }

    @Test
    @DisplayName("a refusal has the body only where the settings say so and the request wants it")
    void isTheBodyOfARefusal() {
        ResourceRequest json = accepting("application/json");
        assertThat(body("json", json)).isPresent();
        assertThat(body("json", accepting("*/*"))).isEmpty();
        assertThat(body("container", json)).isEmpty();
    }

    private static Optional<ResponseBody> body(String errorBody, ResourceRequest request) {
        Map<String, String> settings = new HashMap<>(
                Map.of("issuer", "https://login.example.com", "audience", TestTokens.AUDIENCE, "errorBody", errorBody));
        return Decided.answer(ResourceOfOneIssuer.open(settings, token -> {
                            throw new TokenRejectedException(TokenRejection.TOKEN_EXPIRED, "It has expired.");
                        })
                        .decide(request))
                .body();
    }
}
