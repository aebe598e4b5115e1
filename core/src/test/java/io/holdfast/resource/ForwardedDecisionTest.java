package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.ForwardedCertificateSource;
import io.holdfast.certificate.PeerAddress;
import io.holdfast.certificate.TlsCertificateSource;
import io.holdfast.certificate.TrustedProxies;
import io.holdfast.testkit.ForwardedHeader;
import io.holdfast.testkit.HostileCertificate;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.VerificationKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the protected resource makes of a certificate that a proxy forwards, and of a certificate's dates. */
final class ForwardedDecisionTest {
    private static final String ISSUER = "https://login.example.com";
    private static final TestPki PKI = TestPki.create();
    private static final String OWN =
            ForwardedHeader.value("rfc9440", PKI.serverA().certificate());

    private final SettableClock clock = SettableClock.atPresent();
    private final TestTokens tokens = TestTokens.of(ISSUER, clock);
    private final Map<String, String> settings =
            new HashMap<>(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE));

    /** A request from this peer; lines are name, value, name, value. */
    private record Call(
            @Nullable String peerAddress,
            boolean secure,
            @Nullable Object clientCertificateAttribute,
            List<String> lines,
            String canonicalPath)
            implements ResourceRequest {

        Call(
                @Nullable String peerAddress,
                boolean secure,
                @Nullable Object clientCertificateAttribute,
                List<String> lines) {
            this(peerAddress, secure, clientCertificateAttribute, lines, "/orders");
        }

        Call at(String path) {
            return new Call(peerAddress, secure, clientCertificateAttribute, lines, path);
        }

        /** One whose path nobody can tell. */
        Call broken() {
            return at("");
        }

        Call header(String name, String value) {
            List<String> more = new ArrayList<>(lines);
            more.addAll(List.of(name, value));
            return new Call(peerAddress, secure, clientCertificateAttribute, more, canonicalPath);
        }

        @Override
        public List<String> headers(String name) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < lines.size(); i += 2) {
                if (lines.get(i).equalsIgnoreCase(name)) {
                    values.add(lines.get(i + 1));
                }
            }
            return values;
        }

        @Override
        public @Nullable String remoteAddress() {
            return peerAddress;
        }

        @Override
        public @Nullable String queryString() {
            return null;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return canonicalPath.isEmpty() ? "/orders" : canonicalPath;
        }

        @Override
        public String canonicalPath() {
            if (canonicalPath.isEmpty()) {
                throw new IllegalStateException("no path");
            }
            return canonicalPath;
        }
    }

    private Call bearing(String peer, TestIdentity owner) {
        return new Call(peer, false, null, List.of())
                .header("Authorization", "Bearer " + tokens.boundTo(owner).compact());
    }

    private ProtectedResource resource(boolean behindProxy) {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.1.2.3"), List.of());
        return resource(
                behindProxy
                        ? new ForwardedCertificateSource(
                                CertificateHeaderFormat.RFC9440, "Client-Cert", 1, proxies, PeerAddress.SOCKET)
                        : new TlsCertificateSource());
    }

    private ProtectedResource resource(ClientCertificateSource source) {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        return ResourceOfOneIssuer.open(
                settings,
                JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE))
                        .clock(clock)
                        .build(keyId -> keys),
                () -> {},
                source,
                clock);
    }

    @Test
    @DisplayName("S-21 an accepted answer varies on the header, and only one that was given because of it")
    void variesOnTheHeader() {
        AccessDecision accepted =
                resource(true).decide(bearing("10.1.2.3", PKI.serverA()).header("Client-Cert", OWN));
        assertThat(accepted.permitted()).isTrue();
        assertThat(accepted.headers()).singleElement().satisfies(header -> {
            assertThat(header.name()).isEqualTo("Vary");
            assertThat(header.value()).isEqualTo("Client-Cert");
        });
        assertThat(accepted.hiddenHeaders().hides("Client_Cert")).isTrue();
        assertThat(accepted.hiddenHeaders().hides("Client-Cert")).isFalse();

        settings.put("accessRules", "/** open");
        AccessDecision open = resource(true).decide(new Call("10.1.2.3", true, null, List.of("Client-Cert", OWN)));
        assertThat(open.permitted()).isTrue();
        assertThat(open.headers()).isEmpty();
    }

    @Test
    @DisplayName(
            "S-21 an answer that is only reported about varies on certificate and token, so that no cache shows it to"
                    + " a client who has both")
    void reportedAnswersVary() {
        settings.put("mode", "report-only");
        Call anonymous = new Call("10.1.2.3", true, null, List.of());
        List<Call> reported = List.of(
                anonymous,
                anonymous.header("Client-Cert", OWN),
                bearing("10.1.2.3", PKI.serverA()),
                bearing("10.1.2.3", PKI.partnerB()).header("Client-Cert", OWN),
                bearing("10.1.2.3", PKI.serverA()).header("Client-Cert", "rubbish"),
                anonymous.broken());
        AccessDecision direct = resource(false).decide(anonymous);
        assertThat(direct.permitted()).isTrue();
        assertThat(direct.headers()).as("no cache stands before TLS").isEmpty();
        settings.put("certificateHeaderFormat", "rfc9440");
        settings.put("trustedProxies", "10.1.2.3");
        for (Call call : reported) {
            AccessDecision decision = resource(true).decide(call);
            assertThat(decision.permitted()).isTrue();
            assertThat(decision.reason()).isPresent();
            assertThat(decision.headers()).singleElement().satisfies(header -> {
                assertThat(header.name()).isEqualTo("Vary");
                assertThat(header.value()).isEqualTo("Client-Cert, Authorization");
            });
        }
        settings.put("certificateHeaderFormat", "nginx");
        settings.put("certificateHeader", "X-Cert");
        assertThat(resource(true).decide(anonymous).headers())
                .singleElement()
                .extracting(ResponseHeader::value)
                .isEqualTo("X-Cert, Authorization");
    }

    @Test
    @DisplayName("S-12 hides the header of anybody else, whatever is decided")
    void hidesWhateverIsDecided() {
        AccessDecision refused =
                resource(true).decide(bearing("10.1.2.4", PKI.serverA()).header("Client-Cert", OWN));
        assertThat(refused.reason()).contains(RefusalReason.TRANSPORT_INSECURE);
        assertHidesAll(refused);

        settings.put("accessRules", "/** open");
        AccessDecision open = resource(true).decide(new Call("10.1.2.4", true, null, List.of("Client-Cert", OWN)));
        assertThat(open.permitted()).isTrue();
        assertHidesAll(open);
        assertThat(open.headers()).isEmpty();
    }

    private static void assertHidesAll(AccessDecision decision) {
        assertThat(List.of("Client-Cert", "Client_Cert", "Client-Cert-Chain", "Client-Cert_Chain"))
                .allMatch(decision.hiddenHeaders()::hides);
    }

    @Test
    @DisplayName("S-12 B21 hides the header of anybody else from the error page of a fault, too")
    void hidesWhenSomethingFails() {
        settings.put("accessRules", "/orders open");
        Call forged = new Call("10.1.2.4", true, null, List.of("Client-Cert", OWN));
        AccessDecision open = resource(true).decide(forged);
        assertThat(open.permitted()).isTrue();

        Call pathless = forged.broken();
        assertThat(resource(true).decide(pathless).reason()).contains(RefusalReason.INTERNAL_ERROR);
        assertHidesAll(resource(true).decide(pathless));
        assertHidesAll(resource(true).decide(pathless, open));
        assertHidesAll(resource(true).decide(pathless, resource(true).decide(pathless)));
    }

    @Test
    @DisplayName("S-12 a dispatch that is refused hides what was hidden before")
    void dispatchesHideWhatWasHiddenBefore() {
        settings.put("binding", "when-present");
        settings.put("accessRules", "/orders scope=no-such");
        Call forged = new Call("10.1.2.4", true, null, List.of())
                .header("Authorization", "Bearer " + tokens.unbound().compact())
                .header("Client-Cert", OWN);
        AccessDecision earlier = resource(true).decide(forged.at("/elsewhere"));
        assertThat(earlier.permitted()).isTrue();
        assertHidesAll(earlier);

        AccessDecision again = resource(true).decide(forged, earlier);
        assertThat(again.reason()).contains(RefusalReason.SCOPE_INSUFFICIENT);
        assertHidesAll(again);
        AccessDecision failed = resource(true).decide(forged.broken(), earlier);
        assertThat(failed.reason()).contains(RefusalReason.INTERNAL_ERROR);
        assertHidesAll(failed);
    }

    @Test
    @DisplayName("S-47 S-46 a bound token needs the forwarded certificate, and that very one")
    void needsTheForwardedCertificate() {
        assertThat(resource(true).decide(bearing("10.1.2.3", PKI.serverA())).reason())
                .contains(RefusalReason.CERTIFICATE_MISSING);
        assertThat(resource(true)
                        .decide(bearing("10.1.2.3", PKI.partnerB()).header("Client-Cert", OWN))
                        .reason())
                .contains(RefusalReason.CERTIFICATE_MISMATCH);
    }

    @Test
    @DisplayName("S-6 C3 refuses an expired and a not yet valid certificate only where certificateValidity is check")
    void checksValidityWhereSet() {
        TestIdentity dated = PKI.identity("CN=Dated")
                .valid(clock.instant(), clock.instant().plus(Duration.ofDays(1)))
                .build();
        for (String policy : List.of("ignore", "check")) {
            settings.put("certificateValidity", policy);
            assertThat(decideAfter(dated, Duration.ofHours(-1))).isEqualTo(policy.equals("ignore"));
            assertThat(decideAfter(dated, Duration.ofHours(2))).isTrue();
            assertThat(decideAfter(dated, Duration.ofHours(24))).isEqualTo(policy.equals("ignore"));
            clock.jump(Duration.ofHours(-25));
        }
    }

    private boolean decideAfter(TestIdentity client, Duration time) {
        clock.jump(time);
        AccessDecision decision = resource(false)
                .decide(new Call(
                        "10.1.2.9",
                        true,
                        new X509Certificate[] {client.certificate()},
                        List.of(
                                "Authorization",
                                "Bearer " + tokens.boundTo(client).compact())));
        if (!decision.permitted()) {
            assertThat(decision.reason()).contains(RefusalReason.CERTIFICATE_OUTSIDE_VALIDITY);
            assertThat(Decided.answer(decision).status()).isEqualTo(401);
        }
        return decision.permitted();
    }

    @Test
    @DisplayName("B21 a proxy certificate that throws whatever it is asked gives 500, and never passes")
    void aHostileProxyCertificateNeverPasses() {
        TrustedProxies proxies =
                TrustedProxies.of(List.of(), List.of(PKI.server().thumbprint()));
        for (Throwable thrown : List.of(new IllegalStateException("x"), new StackOverflowError("x"))) {
            Call call = new Call(
                    "10.1.2.3",
                    true,
                    new X509Certificate[] {new HostileCertificate(thrown)},
                    List.of(
                            "Client-Cert",
                            OWN,
                            "Authorization",
                            "Bearer " + tokens.boundTo(PKI.serverA()).compact()));
            ProtectedResource resource = ResourceOfOneIssuer.open(
                    settings,
                    token -> {
                        throw new AssertionError("verified");
                    },
                    () -> {},
                    new ForwardedCertificateSource(
                            CertificateHeaderFormat.RFC9440, "Client-Cert", 1, proxies, PeerAddress.SOCKET),
                    clock);

            AccessDecision decision = resource.decide(call);
            assertThat(decision.reason()).contains(RefusalReason.INTERNAL_ERROR);
            assertHidesAll(decision);
        }
    }

    private AccessDecision behindEnvoy(TestIdentity owner, String element) {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.1.2.3"), List.of());
        return resource(new ForwardedCertificateSource(
                        CertificateHeaderFormat.ENVOY, "X-Forwarded-Client-Cert", 1, proxies, PeerAddress.SOCKET))
                .decide(bearing("10.1.2.3", owner).header("X-Forwarded-Client-Cert", element));
    }

    @Test
    @DisplayName("S-22 S-46 a forwarded hash alone holds the token to its certificate as the certificate itself does")
    void aHashAloneIsCompared() {
        String own = ForwardedHeader.envoysHash(PKI.serverA().certificate()) + ";Subject=\"CN=x\"";

        assertThat(behindEnvoy(PKI.serverA(), own).permitted()).isTrue();
        assertThat(behindEnvoy(PKI.partnerB(), own).reason()).contains(RefusalReason.CERTIFICATE_MISMATCH);
        assertThat(behindEnvoy(PKI.serverA(), "Subject=\"CN=x\"").reason()).contains(RefusalReason.CERTIFICATE_MISSING);
    }

    @Test
    @DisplayName("S-22 a forwarded hash alone tells no dates, so that certificateValidity=check refuses it")
    void aHashAloneHasNoDates() {
        settings.put("certificateValidity", "check");
        String hash = ForwardedHeader.envoysHash(PKI.serverA().certificate());

        assertThat(behindEnvoy(PKI.serverA(), hash).reason()).contains(RefusalReason.CERTIFICATE_OUTSIDE_VALIDITY);
        assertThat(behindEnvoy(PKI.partnerB(), hash).reason()).contains(RefusalReason.CERTIFICATE_MISMATCH);
        assertThat(behindEnvoy(
                                PKI.serverA(),
                                hash + ";Cert=\""
                                        + ForwardedHeader.value(
                                                "nginx", PKI.serverA().certificate()) + "\"")
                        .permitted())
                .isTrue();
    }
}
