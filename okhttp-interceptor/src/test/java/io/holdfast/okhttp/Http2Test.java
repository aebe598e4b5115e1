package io.holdfast.okhttp;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.HttpClientContract;
import io.holdfast.keyring.KeyRing;
import okhttp3.CookieJar;
import okhttp3.Protocol;

/** The contract over HTTP/2. */
class Http2Test extends HttpClientContract {
    @Override
    protected HttpCaller open(KeyRing keyRing) {
        return OkHttpCaller.of(keyRing, CookieJar.NO_COOKIES, Protocol.HTTP_2, Protocol.HTTP_1_1);
    }

    @Override
    protected HttpCaller openBehindProxy(KeyRing keyRing, int port) {
        return OkHttpCaller.behindProxy(keyRing, port, Protocol.HTTP_2, Protocol.HTTP_1_1);
    }

    @Override
    protected HttpCaller openKeepingCookies(KeyRing keyRing) {
        return OkHttpCaller.of(keyRing, new KeptCookies(), Protocol.HTTP_2, Protocol.HTTP_1_1);
    }
}
