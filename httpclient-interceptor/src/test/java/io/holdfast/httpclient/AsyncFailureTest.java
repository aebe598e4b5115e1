package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the caller hears when the chain fails further in. */
@Timeout(60)
class AsyncFailureTest {
    @ParameterizedTest(name = "the caller hears of a failure once; told by callback too: {0}, an Error: {1}")
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void tellsOnce(boolean byCallbackToo, boolean error) throws Exception {
        try (PartnerWorld world = new PartnerWorld()) {
            AsyncBoundTokenInterceptor link = AsyncBoundTokenInterceptor.of(
                    world.closing(world.keyRing(PKI.serverA()).build()));
            Failures caller = new Failures();
            AsyncExecChain chain = (request, body, scope, callback) -> {
                if (byCallbackToo) {
                    callback.failed(new IOException("first"));
                }
                if (error) {
                    throw new StackOverflowError("second");
                }
                throw new IllegalStateException("second");
            };

            BasicHttpRequest request = new BasicHttpRequest("GET", world.api.uri("/orders"));
            link.execute(request, null, scope(world, request), chain, caller);
            caller.first.await();
            // The ring's thread is done with it when a second request has come through.
            link.execute(request, null, scope(world, request), chain, caller);

            assertThat(caller.failures)
                    .hasSize(2)
                    .allSatisfy(
                            failure -> assertThat(failure).hasMessageContaining(byCallbackToo ? "first" : "second"));
        }
    }

    private static AsyncExecChain.Scope scope(PartnerWorld world, BasicHttpRequest request) {
        HttpHost target = new HttpHost("https", "localhost", world.api.uri("/").getPort());
        AsyncExecRuntime none = (AsyncExecRuntime) Proxy.newProxyInstance(
                AsyncExecRuntime.class.getClassLoader(),
                new Class<?>[] {AsyncExecRuntime.class},
                (proxy, method, arguments) -> null);
        CancellableDependency operation = (CancellableDependency) Proxy.newProxyInstance(
                CancellableDependency.class.getClassLoader(),
                new Class<?>[] {CancellableDependency.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? Boolean.FALSE : null);
        return new AsyncExecChain.Scope(
                "x",
                new HttpRoute(target, null, true),
                request,
                operation,
                HttpClientContext.create(),
                none,
                null,
                new AtomicInteger(1));
    }

    private static final class Failures implements AsyncExecCallback {
        private final List<Exception> failures = new CopyOnWriteArrayList<>();
        private final CountDownLatch first = new CountDownLatch(1);

        @Override
        public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails details) {
            throw new AssertionError("no answer is expected");
        }

        @Override
        public void handleInformationResponse(HttpResponse response) {}

        @Override
        public void completed() {}

        @Override
        public void failed(Exception cause) {
            failures.add(cause);
            first.countDown();
        }
    }
}
