package io.holdfast.javahttp;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.HttpClientContract;
import io.holdfast.keyring.KeyRing;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;

/** The contract over HTTP/2, waiting. */
class WaitingHttp2Test extends HttpClientContract {
    @Override
    protected HttpCaller open(KeyRing keyRing) {
        return new JavaCaller(
                BoundTokenHttpClient.of(keyRing, client -> client.version(HttpClient.Version.HTTP_2)), false);
    }

    @Override
    protected HttpCaller openBehindProxy(KeyRing keyRing, int port) {
        return new JavaCaller(
                BoundTokenHttpClient.of(
                        keyRing,
                        client -> client.version(HttpClient.Version.HTTP_2)
                                .proxy(ProxySelector.of(new InetSocketAddress("localhost", port)))),
                false);
    }

    @Override
    protected HttpCaller openKeepingCookies(KeyRing keyRing) {
        return new JavaCaller(
                BoundTokenHttpClient.of(
                        keyRing,
                        client -> client.version(HttpClient.Version.HTTP_2)
                                .followRedirects(HttpClient.Redirect.ALWAYS)
                                .cookieHandler(new CookieManager())),
                false);
    }
}
