package io.holdfast.demo;

import io.holdfast.demo.launcher.DemoFiles;
import io.holdfast.demo.launcher.DemoRegistrations;
import io.holdfast.demo.launcher.DemoServer;
import io.holdfast.demo.launcher.DemoUrls;
import io.holdfast.demo.launcher.OverrideDescriptor;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The WAR's classes on an embedded Jetty with free ports, and what a test needs to talk to it. */
public final class RunningDemo implements Closeable {
    public final TestPki pki;
    private final DemoServer server;

    private RunningDemo(TestPki pki, DemoServer server) {
        this.pki = pki;
        this.server = server;
    }

    public static RunningDemo start(Path directory) throws IOException {
        return start(directory, TestPki.create(), settings -> {});
    }

    public static RunningDemo start(Path directory, TestPki pki, Consumer<OverrideDescriptor> settings)
            throws IOException {
        DemoServer server = DemoServer.open(pki.server(), 0, 0);
        try {
            DemoFiles files = DemoFiles.write(directory, pki, server.urls());
            OverrideDescriptor descriptor = OverrideDescriptor.of(server.urls(), files);
            settings.accept(descriptor);
            server.startUnpackaged(files.override(descriptor));
            return new RunningDemo(pki, server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Replaces the clients of the demo; its two APIs stay. */
    public static Consumer<OverrideDescriptor> clients(Path directory, Map<?, ?>... clients) {
        return settings -> {
            try {
                Path file = Files.writeString(
                        directory.resolve("other-registrations.json"),
                        DemoRegistrations.json(DemoRegistrations.resources(settings.urls()), List.of(clients)));
                settings.context("holdfast.demo.registrationsFile", file.toString());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    public DemoUrls urls() {
        return server.urls();
    }

    public String issuer() {
        return urls().issuer();
    }

    public String mtlsBaseUrl() {
        return urls().mtlsBaseUrl();
    }

    /** On the port that asks for a certificate, with this identity's or, if null, none. */
    public RawResponse mtls(@Nullable TestIdentity client, @Nullable String tls, RawRequest request)
            throws IOException {
        return RawHttpsClient.once(URI.create(mtlsBaseUrl()), contextOf(client), tls, request);
    }

    /** On the port that asks for no certificate, by a client that has one to offer. */
    public RawResponse ordinary(RawRequest request) throws IOException {
        return RawHttpsClient.once(URI.create(issuer()), contextOf(pki.serverA()), null, request);
    }

    public SSLContext contextOf(@Nullable TestIdentity client) {
        return client == null
                ? TestTls.clientWithoutCertificate(pki.authority().certificate())
                : client.clientContext(pki.authority().certificate());
    }

    /** A token request with this form. */
    public RawResponse token(@Nullable TestIdentity client, String form) throws IOException {
        return mtls(client, null, RawRequest.of("POST", "/token").form(form));
    }

    /** A token for the orders API that must be granted. */
    public String tokenOf(TestIdentity client, String clientId) throws IOException {
        return tokenOf(client, clientId, urls().orders());
    }

    /** A token for one of the APIs that must be granted, with all the scopes that the client can have there. */
    public String tokenOf(TestIdentity client, String clientId, String resource) throws IOException {
        RawResponse response =
                token(client, "grant_type=client_credentials&client_id=" + clientId + "&resource=" + resource);
        return (String) json(response).get("access_token");
    }

    public static Map<String, Object> json(RawResponse response) {
        try {
            return JsonUtil.parseJson(response.body());
        } catch (JoseException e) {
            throw new AssertionError("not JSON: " + response, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
