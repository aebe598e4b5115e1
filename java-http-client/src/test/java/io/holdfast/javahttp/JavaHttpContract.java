package io.holdfast.javahttp;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.HttpClientContract;
import io.holdfast.keyring.KeyRing;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.function.Consumer;

/** The contract of the clients over {@code java.net.http}, by one version of HTTP and one way to send. */
abstract class JavaHttpContract extends HttpClientContract {
    private final HttpClient.Version version;
    private final boolean later;

    /** @param later true if its calls are asynchronous */
    JavaHttpContract(HttpClient.Version version, boolean later) {
        this.version = version;
        this.later = later;
    }

    @Override
    protected HttpCaller open(KeyRing keyRing) {
        return open(keyRing, client -> {});
    }

    @Override
    protected HttpCaller openBehindProxy(KeyRing keyRing, int port) {
        return open(keyRing, client -> client.proxy(ProxySelector.of(new InetSocketAddress("localhost", port))));
    }

    @Override
    protected HttpCaller openKeepingCookies(KeyRing keyRing) {
        return open(
                keyRing,
                client -> client.followRedirects(HttpClient.Redirect.ALWAYS).cookieHandler(new CookieManager()));
    }

    private HttpCaller open(KeyRing keyRing, Consumer<HttpClient.Builder> setUp) {
        return new JavaCaller(BoundTokenHttpClient.of(keyRing, client -> setUp.accept(client.version(version))), later);
    }
}
