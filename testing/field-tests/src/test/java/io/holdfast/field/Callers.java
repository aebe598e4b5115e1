package io.holdfast.field;

import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Who calls the servers, each with connections of their own. */
final class Callers {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The partner, the thief of its token, and somebody without a certificate. */
    enum Caller {
        OWN,
        THIEF,
        NONE
    }

    private final TestPki pki;
    private final Map<String, HttpClient> clients = new HashMap<>();

    Callers(TestPki pki) {
        this.pki = pki;
    }

    HttpResponse<String> get(Caller caller, Protocol protocol, URI uri, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        return send(caller, protocol, HttpRequest.newBuilder(uri).GET(), token, headers);
    }

    HttpResponse<String> send(
            Caller caller, Protocol protocol, HttpRequest.Builder request, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        request.timeout(LIMIT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(client(caller, protocol), request.build());
    }

    /**
     * Asks once more where TLS breaks: Payara Micro was seen to break an HTTP/2 connection under TLS 1.3 with a record that
     * cannot be decrypted. A connection that breaks is no answer of a door.
     */
    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (SSLException e) {
            System.out.println("field: " + request.uri() + " is asked again, because TLS broke: " + e.getMessage());
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private HttpClient client(Caller caller, Protocol protocol) {
        return clients.computeIfAbsent(caller + " " + protocol, key -> {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {protocol.tls});
            return HttpClient.newBuilder()
                    .version(protocol.http)
                    .sslContext(context(caller))
                    .sslParameters(parameters)
                    .connectTimeout(LIMIT)
                    .build();
        });
    }

    private SSLContext context(Caller caller) {
        X509Certificate trusted = pki.authority().certificate();
        return switch (caller) {
            case OWN -> pki.serverA().clientContext(trusted);
            case THIEF -> pki.thief().clientContext(trusted);
            case NONE -> TestTls.clientWithoutCertificate(trusted);
        };
    }
}
