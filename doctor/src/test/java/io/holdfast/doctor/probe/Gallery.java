package io.holdfast.doctor.probe;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** An issuer, the clients of two companies, and servers to choose from. */
final class Gallery implements AutoCloseable {
    /** A token that stands for the owner's at each server, of characters that sed, URLs and JSON write otherwise. */
    static final String OPAQUE = "canary/a/b+c&d\\e.f~0123456789012345678==";

    final TestPki pki = TestPki.create();
    final FakeAuthorizationServer issuer;
    private final TestIdentity server = pki.identity("CN=api,O=Holdfast Test")
            .dns(GalleryServer.HOST)
            .dns(GalleryServer.OTHER_HOST)
            .dns("localhost")
            // JSSE verifies RSA much faster, and each of the many connections verifies it
            .rsa(2048)
            .onlyForServers()
            .build();

    final TestIdentity own;

    Gallery() throws IOException {
        TestIdentity one = pki.serverA();
        // so that the two alphabets of base64 differ
        while (!one.thumbprint().matches(".*[_-].*")) {
            one = one.renewed();
        }
        own = one;
        issuer = FakeAuthorizationServer.start(pki.server());
    }

    /** A server that lets any certificate in by TLS. */
    GalleryServer open(Fault fault) throws IOException {
        return new GalleryServer(
                fault,
                fault == Fault.OTHER_AUTHORITIES
                        ? server.serverContextNaming(pki.secondAuthority().certificate())
                        : server.serverContextForAnyClient(),
                keys());
    }

    /** A server that lets in the certificates of one authority alone, as most gateways do. */
    GalleryServer openForAuthority(Fault fault) throws IOException {
        SSLContext context =
                server.serverContextForClientsOf(List.of(pki.authority().certificate()));
        return new GalleryServer(fault, context, keys());
    }

    private GalleryResource.Keys keys() {
        return new GalleryResource.Keys(
                issuer.issuer(),
                TestTokens.AUDIENCE,
                issuer.tokens().ecKey(),
                own.certificate(),
                pki.authority().certificate(),
                Map.of(OPAQUE, token(own).compact()));
    }

    /** A run with everything that can be given. */
    ProbeReport probe(GalleryServer at) throws Exception {
        ProbeSettings settings = settings(at);
        return new Probe(
                        settings, new Sender(settings.trust, settings.limits, settings.userAgent(), settings.addresses))
                .run();
    }

    private ProbeSettings settings(GalleryServer at) throws Exception {
        ProbeSettings settings = new ProbeSettings(
                at.url(),
                material(own),
                token(own).compact(),
                TrustedCertificates.of(List.of(pki.authority().certificate(), server.certificate())));
        settings.other = material(pki.partnerB());
        settings.otherToken = token(pki.partnerB()).compact();
        settings.alsoNames.add(GalleryServer.OTHER_HOST);
        settings.active = true;
        settings.httpPort = at.plainPort();
        settings.direct = new Place(at.backEnd());
        settings.denied = new Place(at.url().resolve("/admin"));
        TokenBuilder unbound =
                issuer.tokens().unbound().signedBy(issuer.tokens().ecKey());
        settings.givenTokens.put(Check.B18, unbound.compact());
        settings.givenTokens.put(
                Check.B19, unbound.claim("cnf", Map.of("jkt", own.thumbprint())).compact());
        long past = Instant.now().minusSeconds(600).getEpochSecond();
        settings.givenTokens.put(Check.V6, token(own).claim("exp", past).compact());
        settings.givenTokens.put(
                Check.V7, token(own).claim("aud", "https://other.example").compact());
        settings.issuerKey = issuer.tokens().ecKey().privateKey();
        settings.limits = new Sender.Limits(400, Duration.ZERO, Duration.ofSeconds(10));
        settings.addresses = host -> host.endsWith(".example")
                ? GalleryServer.addresses().toArray(new InetAddress[0])
                : InetAddress.getAllByName(host);
        settings.runId = "7f3c91d2";
        return settings;
    }

    TokenBuilder token(TestIdentity identity) {
        return issuer.tokens().boundTo(identity).signedBy(issuer.tokens().ecKey());
    }

    private static KeyMaterial material(TestIdentity identity) throws Exception {
        return KeyMaterial.of(identity.privateKey(), identity.chain());
    }

    @Override
    public void close() {
        issuer.close();
    }
}
