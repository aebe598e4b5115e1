package io.holdfast.servlet;

import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import io.holdfast.testserver.IsolatingTomcat;
import io.holdfast.testserver.TestWar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Tomcat for WARs that carry the filter's jar with everything inside, and the authorization server they trust. */
final class AllJarFixture implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    final TestPki pki = TestPki.create();
    final FakeAuthorizationServer issuer;
    final IsolatingTomcat tomcat;
    private final String authorities;
    private final String keyStore;

    AllJarFixture(Path directory) throws Exception {
        this.authorities =
                pki.authority().writePemCertificates(directory, "authorities").toString();
        this.keyStore =
                pki.partnerB().writePkcs12(directory, "orders-api", PASSWORD).toString();
        this.issuer = FakeAuthorizationServer.start(pki.server());
        issuer.opaqueTokens().clients(ClientCheck.certificate("orders-api"));
        this.tomcat = IsolatingTomcat.start(Files.createDirectory(directory.resolve("tomcat")), pki.server());
    }

    /** A WAR with the jar and no other library. */
    static TestWar war(String namespace) {
        return TestWar.of(namespace).library(Path.of(System.getProperty("holdfast.all")));
    }

    /** The filter for the paths below. */
    static TestWar guard(TestWar war, String namespace, String path, Map<String, String> settings) {
        String name = "holdfast" + path.replace('/', '-');
        return war.filter(name, "io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter", settings)
                .filterMapping(name, path + "/*");
    }

    Map<String, String> forJwts() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", issuer.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put("trustStore", authorities);
        return settings;
    }

    Map<String, String> forOpaqueTokens() {
        Map<String, String> settings = forJwts();
        settings.put("verification", "introspection");
        settings.put("clientId", "orders-api");
        settings.put("keyStore", keyStore);
        settings.put("keyStorePassword", new String(PASSWORD));
        return settings;
    }

    String jwt() {
        return issuer.tokens().boundTo(pki.serverA()).compact();
    }

    String opaqueToken() {
        return issuer.opaqueTokens().issue(issuer.opaqueTokens().boundTo(pki.serverA()));
    }

    RawResponse send(@Nullable TestIdentity client, String path, String token) throws IOException {
        X509Certificate trusted = pki.authority().certificate();
        return RawHttpsClient.once(
                tomcat.url(),
                client == null ? TestTls.clientWithoutCertificate(trusted) : client.clientContext(trusted),
                null,
                RawRequest.get(path).bearer(token));
    }

    @Override
    public void close() throws Exception {
        tomcat.close();
        issuer.close();
    }
}
