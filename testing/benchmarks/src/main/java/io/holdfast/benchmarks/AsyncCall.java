package io.holdfast.benchmarks;

import io.holdfast.httpclient.AsyncBoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import java.io.IOException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHttpResponse;

/** Apache HttpClient 5, asynchronous; the thread that calls does all of it. */
final class AsyncCall implements CallOfAClient {
    private final TokenAtHand token;
    private final CloseableHttpAsyncClient client;
    private final SimpleHttpRequest request =
            SimpleRequestBuilder.get(TokenAtHand.API).build();
    private volatile boolean look = true;
    private volatile boolean carriedToken;

    AsyncCall(boolean withToken) throws Exception {
        token = new TokenAtHand(withToken);
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom();
        KeyRing ring = token.ring();
        if (ring != null) {
            AsyncBoundTokenInterceptor.of(ring).configure(builder);
        }
        client = builder.addExecInterceptorBefore(
                        ChainElement.CONNECT.name(), "ANSWER", (sent, body, scope, chain, callback) -> {
                            if (look) {
                                carriedToken = sent.containsHeader(HttpHeaders.AUTHORIZATION);
                                look = false;
                            }
                            callback.handleResponse(new BasicHttpResponse(200), null);
                            callback.completed();
                        })
                .build();
        client.start();
    }

    @Override
    public int status() throws Exception {
        return client.execute(request, null).get().getCode();
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
