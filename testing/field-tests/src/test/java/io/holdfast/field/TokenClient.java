package io.holdfast.field;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.testkit.Await;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/** Apache HttpClient with a key ring, as an application has it. */
final class TokenClient implements AutoCloseable {
    private final KeyRing ring;
    private final TokenRequest request;
    private final CloseableHttpClient client;

    /** @param origin the server that gets tokens */
    TokenClient(KeyRing ring, URI origin) {
        this.ring = ring;
        this.request =
                ring.rules().requestFor(origin.getHost(), origin.getPort(), "/").orElseThrow();
        this.client = BoundTokenInterceptor.of(ring)
                .configure(HttpClients.custom())
                .disableAutomaticRetries()
                .build();
    }

    /** Has the key store read, unless the key ring has seen by itself that it changed. */
    void awaitCertificate(TestIdentity identity) throws Exception {
        Await.until(() -> {
            ring.reload();
            return ring.credentials().certificate().equals(identity.certificate());
        });
    }

    /** The status of a call. */
    int get(URI uri) throws IOException {
        return client.execute(new HttpGet(uri), response -> response.getCode());
    }

    /** The token that its calls have. */
    String token() throws IOException {
        return ring.token(request).accessToken();
    }

    @Override
    public void close() throws IOException {
        client.close();
        ring.close();
    }
}
