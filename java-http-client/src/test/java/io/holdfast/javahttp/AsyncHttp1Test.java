package io.holdfast.javahttp;

import java.net.http.HttpClient;

/** The contract over HTTP/1.1, asynchronous. */
class AsyncHttp1Test extends JavaHttpContract {
    AsyncHttp1Test() {
        super(HttpClient.Version.HTTP_1_1, true);
    }
}
