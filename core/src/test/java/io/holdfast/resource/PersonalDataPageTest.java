package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.VerificationKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The sentences of docs/personal-data.md about the door. */
final class PersonalDataPageTest {
    private static final String ISSUER = "https://login.example.com";
    private static final String PERSON = "anna.nowak";
    private static final TestPki PKI = TestPki.create();

    /** The fields of an audit line that are about the door and the decision. */
    private static final Set<String> ABOUT_NOBODY = Set.of("reason", "status", "door", "issuer", "detail");

    private final TestTokens tokens = TestTokens.of(ISSUER);
    private final TestLog log = new TestLog();

    private AccessDecision decide(TestIdentity client) {
        String token = tokens.boundTo(PKI.serverA())
                .claim("sub", PERSON)
                .claim("email", PERSON + "@example.com")
                .compact();
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        JwtAccessTokenVerifier verifier =
                JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).build(keyId -> keys);
        try (ProtectedResource resource =
                ResourceOfOneIssuer.open(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE), verifier)) {
            return resource.decide(StubRequest.with("Bearer " + token).from(client.certificate()));
        }
    }

    @Test
    @DisplayName("a request that passes is not logged, whatever the level")
    void logsNothingOfARequestThatPasses() {
        assertThat(decide(PKI.serverA()).permitted()).isTrue();

        assertThat(log.text()).doesNotContain("audit", PERSON, PKI.serverA().thumbprint(), "CN=");
    }

    @Test
    @DisplayName("a refusal shows no subject and no other claim, and the page names each field about a caller")
    void namesEachFieldAboutACaller() {
        assertThat(decide(PKI.thief()).permitted()).isFalse();

        String line = log.text();
        assertThat(line).contains("io.holdfast.audit refused").doesNotContain(PERSON, "email");
        assertThat(named("(?<= )([a-z]+)=", line.replaceAll("\"[^\"]*\"", "")))
                .isSubsetOf(named("`([a-z]+)`", auditRow(), ABOUT_NOBODY))
                .contains("peer", "client", "subject");
    }

    private static String auditRow() {
        return DocumentedSnippet.text("docs/personal-data.md")
                .lines()
                .filter(line -> line.startsWith("| `io.holdfast.audit`, INFO |"))
                .collect(Collectors.joining());
    }

    private static Set<String> named(String pattern, String text) {
        return named(pattern, text, Set.of());
    }

    private static Set<String> named(String pattern, String text, Set<String> more) {
        Set<String> names = new TreeSet<>(more);
        Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(names::add);
        return names;
    }
}
