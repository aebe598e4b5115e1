package io.holdfast.benchmarks;

import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Apache HttpClient 5, classic. The chain ends where a connection would be leased. */
final class ClassicCall implements CallOfAClient {
    private final TokenAtHand token;
    private final CloseableHttpClient client;
    private final HttpGet request = new HttpGet(TokenAtHand.API);
    private volatile boolean look = true;
    private volatile boolean carriedToken;

    ClassicCall(boolean withToken) throws Exception {
        token = new TokenAtHand(withToken);
        HttpClientBuilder builder = HttpClients.custom();
        KeyRing ring = token.ring();
        if (ring != null) {
            BoundTokenInterceptor.of(ring).configure(builder);
        }
        client = builder.addExecInterceptorBefore(ChainElement.CONNECT.name(), "ANSWER", (sent, scope, chain) -> {
                    if (look) {
                        carriedToken = sent.containsHeader(HttpHeaders.AUTHORIZATION);
                        look = false;
                    }
                    return new BasicClassicHttpResponse(200);
                })
                .build();
    }

    /** For a library that wraps the client. */
    CloseableHttpClient client() {
        return client;
    }

    @Override
    public int status() throws IOException {
        return client.execute(request, response -> response.getCode());
    }

    @Override
    public boolean carriedToken() {
        return carriedToken;
    }

    @Override
    public void close() throws IOException {
        client.close();
        token.close();
    }
}
