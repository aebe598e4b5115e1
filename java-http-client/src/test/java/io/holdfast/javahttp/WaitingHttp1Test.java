package io.holdfast.javahttp;

import java.net.http.HttpClient;

/** The contract over HTTP/1.1, waiting. */
class WaitingHttp1Test extends JavaHttpContract {
    WaitingHttp1Test() {
        super(HttpClient.Version.HTTP_1_1, false);
    }
}
