package io.holdfast.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The gallery of wrong servers")
class GalleryTest {
    private final TestPki pki = TestPki.create();
    private final TestIdentity server = pki.identity("CN=api,O=Holdfast Test")
            .dns(GalleryServer.HOST)
            .dns(GalleryServer.OTHER_HOST)
            .onlyForServers()
            .build();
    private FakeAuthorizationServer issuer;

    @BeforeAll
    void start() throws Exception {
        issuer = FakeAuthorizationServer.start(pki.server());
    }

    @AfterAll
    void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    @DisplayName("fails the check that is meant, and no other")
    void failsTheCheckThatIsMeant(Fault fault) throws Exception {
        ProbeReport report = probe(fault);

        assertThat(report.findings().stream().map(Result::check))
                .as("%s", String.join("\n", TextReport.of(report, "holdfast probe")))
                .isEqualTo(fault.check == null ? List.of() : List.of(fault.check));
    }

    private ProbeReport probe(Fault fault) throws Exception {
        try (GalleryServer gallery = new GalleryServer(fault, pki, server, keys())) {
            ProbeSettings settings = settings(gallery);
            Sender sender = new Sender(settings.trust, settings.limits, settings.userAgent(), settings.addresses);
            return new Probe(settings, sender).run();
        }
    }

    private GalleryResource.Keys keys() {
        return new GalleryResource.Keys(
                issuer.issuer(),
                TestTokens.AUDIENCE,
                issuer.tokens().ecKey(),
                pki.serverA().certificate(),
                pki.authority().certificate());
    }

    private ProbeSettings settings(GalleryServer gallery) throws Exception {
        ProbeSettings settings = new ProbeSettings(
                gallery.url(),
                material(pki.serverA()),
                token(pki.serverA()).compact(),
                TrustedCertificates.of(List.of(pki.authority().certificate())));
        settings.other = material(pki.partnerB());
        settings.otherToken = token(pki.partnerB()).compact();
        settings.alsoNames.add(GalleryServer.OTHER_HOST);
        settings.denied = new Place(gallery.url().resolve("/admin"));
        Map<Check, String> given = new EnumMap<>(Check.class);
        TestTokens tokens = issuer.tokens();
        given.put(Check.B18, tokens.unbound().signedBy(tokens.ecKey()).compact());
        given.put(
                Check.B19,
                tokens.unbound()
                        .signedBy(tokens.ecKey())
                        .claim("cnf", Map.of("jkt", pki.serverA().thumbprint()))
                        .compact());
        given.put(
                Check.V6,
                token(pki.serverA())
                        .claim("exp", Instant.now().minusSeconds(600).getEpochSecond())
                        .compact());
        given.put(
                Check.V7,
                token(pki.serverA()).claim("aud", "https://other.example").compact());
        settings.givenTokens.putAll(given);
        settings.limits = new Sender.Limits(200, Duration.ZERO, Duration.ofSeconds(10));
        settings.addresses = host -> host.endsWith(".example")
                ? GalleryServer.addresses().toArray(new InetAddress[0])
                : InetAddress.getAllByName(host);
        settings.runId = "7f3c91d2";
        return settings;
    }

    private TokenBuilder token(TestIdentity identity) {
        return issuer.tokens().boundTo(identity).signedBy(issuer.tokens().ecKey());
    }

    private static KeyMaterial material(TestIdentity identity) throws Exception {
        return KeyMaterial.of(identity.privateKey(), identity.chain());
    }

    static String ids(List<Result> results) {
        return results.stream().map(result -> result.check().name()).collect(Collectors.joining(" "));
    }
}
