package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.BindingFailure;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.TokenRejection;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtectedResourceTest {
    private static final String ISSUER = "https://login.example.com";
    private static final TestPki PKI = TestPki.create();
    private static final X509Certificate OWN = PKI.serverA().certificate();

    private final SettableClock clock = SettableClock.atPresent();
    private final TestTokens tokens = TestTokens.of(ISSUER, clock);
    private final Map<String, String> settings =
            new HashMap<>(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE, "realm", "partners"));

    private ProtectedResource resource() {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        return resource(JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE))
                .clock(clock)
                .build(keyId -> keys));
    }

    private ProtectedResource resource(AccessTokenVerifier verifier) {
        return ResourceOfOneIssuer.open(settings, verifier);
    }

    private TokenBuilder token() {
        return tokens.boundTo(PKI.serverA());
    }

    private static StubRequest bearing(String token) {
        return StubRequest.with("Bearer " + token).from(OWN);
    }

    private AccessDecision decide(StubRequest request) {
        return resource().decide(request);
    }

    private static String challenge(AccessDecision decision) {
        return decision.headers().stream()
                .filter(header -> header.name().equals("WWW-Authenticate"))
                .map(ResponseHeader::value)
                .reduce((one, two) -> {
                    throw new AssertionError("two challenges");
                })
                .orElse("");
    }

    private static void assertRefused(AccessDecision decision, int status, RefusalReason reason, String error) {
        assertThat(decision.permitted()).isFalse();
        assertThat(decision.reason()).contains(reason);
        assertThat(Decided.answer(decision).status()).isEqualTo(status);
        assertThat(challenge(decision)).startsWith("Bearer realm=\"partners\", error=\"" + error + "\"");
    }

    @Test
    @DisplayName("S-46 S-79 permits a token with the certificate that it is bound to, and tells whom it speaks for")
    void permitsABoundTokenWithItsCertificate() {
        settings.put("rolePrefix", "SCOPE_");

        AccessDecision decision = decide(bearing(token().compact()));

        assertThat(decision.permitted()).isTrue();
        assertThat(Decided.permit(decision).token().clientId()).contains("server-a");
        assertThat(Decided.permit(decision).principal().getName()).isEqualTo("server-a");
        assertThat(Decided.permit(decision).principal().roles())
                .containsExactly("SCOPE_orders:read", "SCOPE_orders:write");
        assertThat(Decided.permit(decision).principal().hasRole("orders:read")).isFalse();
        assertThat(decision).isNotInstanceOf(AccessDecision.Answer.class);
    }

    @Test
    @DisplayName("S-46 C5 refuses a stolen token with another certificate of the same authority")
    void refusesAStolenToken() {
        AccessDecision decision =
                decide(bearing(token().compact()).from(PKI.thief().certificate()));

        assertRefused(decision, 401, RefusalReason.CERTIFICATE_MISMATCH, "invalid_token");
        assertThat(decision).isNotInstanceOf(AccessDecision.Permit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "when-present"})
    @DisplayName("S-47 C1 refuses a bound token without any certificate, in every mode")
    void refusesBoundTokenWithoutCertificate(String binding) {
        settings.put("binding", binding);

        assertRefused(
                decide(bearing(token().compact()).attribute(null)),
                401,
                RefusalReason.CERTIFICATE_MISSING,
                "invalid_token");
    }

    @Test
    @DisplayName("S-48 refuses an unbound token by default and accepts it in the migration mode only")
    void refusesAnUnboundTokenByDefault() {
        String unbound = tokens.unbound().compact();

        assertRefused(decide(bearing(unbound)), 401, RefusalReason.TOKEN_NOT_BOUND, "invalid_token");
        settings.put("binding", "when-present");
        assertThat(decide(bearing(unbound)).permitted()).isTrue();
    }

    static List<Object> badConfirmations() {
        return List.of(
                "x",
                1,
                List.of(),
                Map.of(),
                Map.of("jkt", "x"),
                Map.of("jwk", Map.of()),
                Map.of("kid", "x"),
                Map.of("x5t", PKI.serverA().thumbprint()),
                Map.of("x5t#S256", ""),
                Map.of("x5t#S256", 1),
                Map.of("x5t#S256", PKI.serverA().thumbprint(), "jkt", "x"),
                Map.of("x5t#S256", PKI.serverA().thumbprint() + "="));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("badConfirmations")
    @DisplayName("S-45 S-49 S-50 S-51 S-52 refuses a confirmation that cannot be checked, also in the migration mode")
    void refusesBadConfirmations(Object cnf) {
        settings.put("binding", "when-present");

        AccessDecision decision = decide(bearing(token().claim("cnf", cnf).compact()));

        assertThat(Decided.answer(decision).status()).isEqualTo(401);
        assertThat(challenge(decision)).contains("error=\"invalid_token\"");
    }

    @Test
    @DisplayName("S-49 refuses a null cnf, also in the migration mode")
    void refusesANullConfirmation() {
        settings.put("binding", "when-present");

        assertRefused(
                decide(bearing(token().claim("cnf", null).compact())),
                401,
                RefusalReason.CONFIRMATION_MALFORMED,
                "invalid_token");
    }

    @Test
    @DisplayName("S-52 A7 a thumbprint in the JOSE header or at the top of the claims binds nothing")
    void thumbprintsElsewhereBindNothing() {
        String elsewhere = tokens.unbound()
                .header("x5t#S256", PKI.serverA().thumbprint())
                .claim("x5t#S256", PKI.serverA().thumbprint())
                .compact();

        assertRefused(decide(bearing(elsewhere)), 401, RefusalReason.TOKEN_NOT_BOUND, "invalid_token");
    }

    @Test
    @DisplayName("S-51 accepts unknown members beside a matching thumbprint")
    void acceptsUnknownMembers() {
        Map<String, Object> cnf = Map.of("x5t#S256", PKI.serverA().thumbprint(), "note", List.of(1));

        assertThat(decide(bearing(token().claim("cnf", cnf).compact())).permitted())
                .isTrue();
    }

    @Test
    @DisplayName("S-2 refuses a token that is bound to the authority behind the presented certificate")
    void refusesATokenBoundToTheAuthority() {
        String token = tokens.boundTo(PKI.authority()).compact();

        assertRefused(
                decide(bearing(token).from(OWN, PKI.authority().certificate())),
                401,
                RefusalReason.CERTIFICATE_MISMATCH,
                "invalid_token");
    }

    @Test
    @DisplayName("S-53 refuses the old token with the renewed certificate of the same key and subject")
    void refusesTheRenewedCertificate() {
        assertRefused(
                decide(bearing(token().compact()).from(PKI.serverA().renewed().certificate())),
                401,
                RefusalReason.CERTIFICATE_MISMATCH,
                "invalid_token");
    }

    static List<TestIdentity> oddCertificates() {
        return List.of(
                PKI.selfSigned(),
                PKI.identity("CN=expired")
                        .valid(
                                SettableClock.atPresent().instant().minus(Duration.ofDays(20)),
                                SettableClock.atPresent().instant().minus(Duration.ofDays(10)))
                        .build(),
                PKI.identity("CN=p521").ec("secp521r1").build(),
                PKI.identity("CN=ed").ed25519().build(),
                PKI.identity("CN=negative")
                        .serial(java.math.BigInteger.valueOf(-5))
                        .build());
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("oddCertificates")
    @DisplayName(
            "S-5 S-6 S-54 C3 C13 only hashes the certificate: self-signed, expired and odd ones match all the same")
    void onlyHashesTheCertificate(TestIdentity identity) {
        String token = tokens.boundTo(identity).compact();

        assertThat(decide(bearing(token).from(identity.certificate())).permitted())
                .isTrue();
        assertThat(decide(bearing(token).from(OWN)).permitted()).isFalse();
    }

    @Test
    @DisplayName("S-9 C11 compares on every request, whatever was decided about the same token before")
    void comparesOnEveryRequest() {
        ProtectedResource resource = resource();
        StubRequest own = bearing(token().compact());

        assertThat(resource.decide(own).permitted()).isTrue();
        assertThat(resource.decide(own.from(PKI.thief().certificate())).permitted())
                .isFalse();
        assertThat(resource.decide(own.attribute(null)).permitted()).isFalse();
        assertThat(resource.decide(own).permitted()).isTrue();
    }

    @Test
    @DisplayName("S-10 refuses a token over plain HTTP though the mode only reports, whatever else is wrong with it")
    void refusesInTheClearBeforeItReports() {
        settings.put("mode", "report-only");
        String token = token().compact();
        StubRequest twoTokens = StubRequest.with("Bearer " + token, "Bearer " + token);

        assertThat(decide(twoTokens).permitted()).isTrue();
        assertThat(decide(twoTokens).reason()).contains(RefusalReason.CREDENTIALS_AMBIGUOUS);
        AccessDecision inTheClear = decide(twoTokens.plain());
        assertThat(inTheClear.permitted()).isFalse();
        assertThat(inTheClear.reason()).contains(RefusalReason.TRANSPORT_INSECURE);
    }

    @Test
    @DisplayName("S-10 refuses a token over plain HTTP, in every mode and even with a certificate")
    void refusesPlainHttp() {
        settings.put("binding", "when-present");

        assertRefused(
                decide(bearing(token().compact()).plain()), 400, RefusalReason.TRANSPORT_INSECURE, "invalid_request");
        assertRefused(
                decide(bearing(tokens.unbound().compact()).plain()),
                400,
                RefusalReason.TRANSPORT_INSECURE,
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
    @DisplayName("S-23 accepts the scheme in every letter case")
    void acceptsTheSchemeInEveryLetterCase(String scheme) {
        assertThat(decide(StubRequest.with(scheme + " " + token().compact()).from(OWN))
                        .permitted())
                .isTrue();
    }

    @Test
    @DisplayName("S-27 accepts several spaces between the scheme and the token")
    void acceptsSeveralSpaces() {
        assertThat(decide(StubRequest.with("Bearer   " + token().compact()).from(OWN))
                        .permitted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "bearer",
                "Bearer ",
                "Bearer  ",
                "Bearer \t%s",
                "Bearer\t%s",
                "Bearer %s ",
                "Bearer %s,%s",
                "Bearer %s %s",
                "Bearer \"%s\"",
                "Bearer =",
                "Bearer %s=x",
                "Bearer %s\u00e9",
                "Bearer,%s",
                "Bearer token=%s",
                "Bearer %s;q=1",
                "Bearer %s, Basic eDp5",
                "Bearer:%s",
                "Bearer \u0000%s"
            })
    @DisplayName("S-27 B3 answers 400 to a bearer value that is no token")
    void refusesMalformedCredentials(String header) {
        assertRefused(
                decide(StubRequest.with(header.replace("%s", "a.b.c")).from(OWN)),
                400,
                RefusalReason.CREDENTIALS_MALFORMED,
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic eDp5", "DPoP %s", "Negotiate x", "Bearertoken %s", "", " Bearer %s", "Digest a=\"b\""})
    @DisplayName("S-28 S-64 treats other schemes as no credentials: 401 and a challenge without error")
    void otherSchemesAreNoCredentials(String header) {
        AccessDecision decision =
                decide(StubRequest.with(header.replace("%s", token().compact())).from(OWN));

        assertThat(Decided.answer(decision).status()).isEqualTo(401);
        assertThat(decision.reason()).contains(RefusalReason.CREDENTIALS_MISSING);
        assertThat(challenge(decision)).isEqualTo("Bearer realm=\"partners\"");
    }

    @Test
    @DisplayName("S-64 answers 401 and a challenge without error to a request without credentials")
    void noCredentials() {
        AccessDecision decision = decide(StubRequest.with().from(OWN));

        assertThat(Decided.answer(decision).status()).isEqualTo(401);
        assertThat(challenge(decision)).isEqualTo("Bearer realm=\"partners\"");
    }

    @Test
    @DisplayName("S-24 B5 a token in the query alone is no credentials")
    void tokenInTheQueryIsNoCredentials() {
        AccessDecision decision = decide(StubRequest.with().from(OWN).query("access_token=" + token().compact()));

        assertThat(decision.reason()).contains(RefusalReason.CREDENTIALS_MISSING);
        assertThat(challenge(decision)).isEqualTo("Bearer realm=\"partners\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token=x",
                "a=b&access_token",
                "access%5Ftoken=x",
                "%61ccess_token=x&c",
                "x=%zz&access_token=x"
            })
    @DisplayName("S-26 B5 answers 400 to a token in the header and one in the query")
    void refusesTokensInTwoPlaces(String query) {
        assertRefused(
                decide(bearing(token().compact()).query(query)),
                400,
                RefusalReason.CREDENTIALS_AMBIGUOUS,
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=access_token", "access_tokens=x", "Access_Token=x", "q=1&&=", "%zz=1"})
    @DisplayName("S-26 other query parameters do not matter")
    void otherQueryParametersDoNotMatter(String query) {
        assertThat(decide(bearing(token().compact()).query(query)).permitted()).isTrue();
    }

    @Test
    @DisplayName("S-26 B1 answers 400 to two Authorization lines, the same or different")
    void refusesTwoAuthorizationLines() {
        String good = "Bearer " + token().compact();
        for (String second : List.of(good, "Bearer x", "Basic eDp5", "")) {
            assertRefused(
                    decide(StubRequest.with(good, second).from(OWN)),
                    400,
                    RefusalReason.CREDENTIALS_AMBIGUOUS,
                    "invalid_request");
        }
    }

    @Test
    @DisplayName("S-65 S-70 answers 403 insufficient_scope and names the scopes when the token lacks one")
    void refusesInsufficientScope() {
        settings.put("requiredScopes", "orders:read invoices:read");

        AccessDecision decision = decide(bearing(token().compact()));

        assertRefused(decision, 403, RefusalReason.SCOPE_INSUFFICIENT, "insufficient_scope");
        assertThat(challenge(decision)).endsWith("scope=\"orders:read invoices:read\"");
    }

    @Test
    @DisplayName("S-82 matches scopes whole and by letter case")
    void matchesScopesWhole() {
        settings.put("requiredScopes", "read");

        assertThat(Decided.answer(decide(
                                bearing(token().claim("scope", "readonly Read").compact())))
                        .status())
                .isEqualTo(403);
        assertThat(decide(bearing(token().claim("scope", "write read").compact()))
                        .permitted())
                .isTrue();
    }

    @Test
    @DisplayName("S-41 refuses a token without the claim that names the principal")
    void refusesATokenWithoutPrincipal() {
        settings.put("principalClaim", "preferred_username");

        assertRefused(decide(bearing(token().compact())), 401, RefusalReason.TOKEN_CLAIM_MISSING, "invalid_token");
        assertThat(Decided.permit(decide(bearing(
                                token().claim("preferred_username", "anna").compact())))
                        .principal()
                        .getName())
                .isEqualTo("anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an\nna", "anna\u0000", "\u0085anna"})
    @DisplayName("S-41 refuses a principal with control characters, whichever claim names it")
    void refusesControlCharactersInThePrincipal(String name) {
        settings.put("principalClaim", "preferred_username");

        assertRefused(
                decide(bearing(token().claim("preferred_username", name).compact())),
                401,
                RefusalReason.TOKEN_MALFORMED,
                "invalid_token");
    }

    @Test
    @DisplayName("S-39 S-65 answers 401 invalid_token to an expired token")
    void refusesAnExpiredToken() {
        String token = token().compact();
        clock.advance(Duration.ofMinutes(6));

        assertRefused(decide(bearing(token)), 401, RefusalReason.TOKEN_EXPIRED, "invalid_token");
    }

    @Test
    @DisplayName("S-60 E11 answers 503 with Retry-After and no challenge when the issuer cannot be reached")
    void answers503WhenVerificationIsUnavailable() {
        AccessDecision decision = resource(token -> {
                    throw new VerificationUnavailableException("down", new java.io.IOException("refused"));
                })
                .decide(bearing(token().compact()));

        assertThat(Decided.answer(decision).status()).isEqualTo(503);
        assertThat(decision.headers())
                .extracting(ResponseHeader::toString)
                .containsExactly("Retry-After: 10", "Cache-Control: no-store");
    }

    @Test
    @DisplayName("B21 answers 500 to a fault of its own and permits nothing")
    void failsClosedOnFaults() {
        for (Throwable fault : List.of(
                new IllegalStateException("x"),
                new StackOverflowError(),
                new NoClassDefFoundError("x"),
                new OutOfMemoryError("x"),
                new AssertionError("x"))) {
            AccessDecision decision = resource(token -> {
                        throw sneaky(fault);
                    })
                    .decide(bearing(token().compact()));

            assertThat(decision.permitted()).isFalse();
            assertThat(Decided.answer(decision).status()).isEqualTo(500);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable fault) throws T {
        throw (T) fault;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-65 S-66 S-67 S-68 every refusal has a legal answer that tells a category and no details")
    void everyRefusalHasALegalAnswer(RefusalReason reason) {
        String headers = Refusals.headers(reason, BearerChallenge.of("r"), List.of("s"), Duration.ofSeconds(3))
                .toString();

        assertThat(headers).contains("Cache-Control: no-store").doesNotContain("public");
        assertThat(headers.contains("WWW-Authenticate")).isEqualTo(reason.status() < 500);
        assertThat(Map.of("invalid_request", 400, "invalid_token", 401, "insufficient_scope", 403))
                .satisfies(statuses -> {
                    if (reason.error() != null) {
                        assertThat(statuses).containsEntry(reason.error(), reason.status());
                    }
                });
        assertThat(String.valueOf(reason.description()))
                .doesNotContainIgnoringCase("thumbprint")
                .doesNotContain("kid");
        assertThat(reason.code()).matches("[a-z_]+");
    }

    @ParameterizedTest
    @EnumSource
    void everyTokenRejectionHasAReason(TokenRejection rejection) {
        assertThat(RefusalReason.of(rejection).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void everyBindingFailureHasAReason(BindingFailure failure) {
        assertThat(RefusalReason.of(failure).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("S-76 decides about many certificates at once without cross-talk")
    void decidesConcurrently() throws Exception {
        ProtectedResource resource = resource();
        List<TestIdentity> identities = List.of(PKI.serverA(), PKI.partnerB(), PKI.thief(), PKI.selfSigned());
        List<String> compacts = identities.stream()
                .map(identity -> tokens.boundTo(identity)
                        .claim("sub", identity.thumbprint())
                        .compact())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = IntStream.range(0, 800)
                    .mapToObj(i -> threads.submit(() -> {
                        int token = i % 4;
                        int certificate = (i / 4) % 4;
                        AccessDecision decision = resource.decide(bearing(compacts.get(token))
                                .from(identities.get(certificate).certificate()));
                        return decision.permitted() == (token == certificate)
                                && (token != certificate
                                        || Decided.permit(decision)
                                                .principal()
                                                .getName()
                                                .equals(identities.get(token).thumbprint()));
                    }))
                    .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("S-77 refuses everything once it is closed, also what it would have accepted from its cache")
    void refusesEverythingOnceClosed() {
        ProtectedResource resource = resource();
        StubRequest request = bearing(token().compact());
        assertThat(resource.decide(request).permitted()).isTrue();

        resource.close();

        assertThat(Decided.answer(resource.decide(request)).status()).isEqualTo(503);
    }

    @Test
    @DisplayName("B21 a request that tells nothing of itself is refused all the same")
    void refusesARequestWithoutPath() {
        assertThat(decide(StubRequest.with("Bearer x").path(null)).permitted()).isFalse();
    }

    @Test
    void closesItsConnection() {
        boolean[] closed = new boolean[1];
        ResourceOfOneIssuer.open(settings, token -> null, () -> closed[0] = true)
                .close();

        assertThat(closed[0]).isTrue();
    }

    @Test
    void hasNoRolesBeyondItsScopes() {
        AccessDecision decision = decide(bearing(token().withoutClaim("scope").compact()));

        assertThat(Decided.permit(decision).principal().roles()).isEqualTo(Collections.emptySet());
        assertThat(Decided.permit(decision).principal().hasRole(null)).isFalse();
        assertThat(Decided.permit(decision).principal().hasRole("*")).isFalse();
    }

    private static boolean withholds(AccessDecision decision) {
        return decision.hiddenHeaders().hides("authorization");
    }

    @Test
    @DisplayName(
            "S-79 withholds the Authorization header from the application if that is set, and only one it accepted")
    void withholdsTheHeaderOfAnAcceptedRequest() {
        StubRequest good = bearing(token().compact());
        StubRequest stolen = good.from(PKI.thief().certificate());
        assertThat(withholds(decide(good))).isFalse();

        settings.put("withholdAuthorization", "true");
        assertThat(withholds(decide(good))).isTrue();
        assertThat(withholds(decide(stolen))).isFalse();

        settings.put("mode", "report-only");
        assertThat(decide(stolen).permitted()).isTrue();
        assertThat(withholds(decide(stolen))).isFalse();

        settings.put("accessRules", "/orders open");
        assertThat(decide(good).permitted()).isTrue();
        assertThat(withholds(decide(good))).isFalse();
    }

    @Test
    @DisplayName("S-73 S-79 withholds it wherever the accepted request is dispatched, and judges it there all the same")
    void withholdsTheHeaderOnDispatches() {
        settings.put("withholdAuthorization", "true");
        settings.put("accessRules", "/orders open; /admin scope=none-has; /new scope=none-has report-only");
        StubRequest good = bearing(token().compact());
        AccessDecision open = decide(good);
        AccessDecision accepted = decide(good.path("/elsewhere"));

        assertThat(withholds(resource().decide(good.path("/elsewhere"), open))).isTrue();
        for (String path : List.of("/orders", "/elsewhere", "/admin", "/new")) {
            assertThat(withholds(resource().decide(good.path(path), accepted)))
                    .as(path)
                    .isTrue();
        }
        assertThat(resource().decide(good.path("/admin"), accepted).permitted()).isFalse();
    }
}
