package io.holdfast.javahttp;

import java.net.http.HttpClient;

/** The contract over HTTP/2, asynchronous. */
class AsyncHttp2Test extends JavaHttpContract {
    AsyncHttp2Test() {
        super(HttpClient.Version.HTTP_2, true);
    }
}
