package io.holdfast.javahttp;

import java.net.http.HttpClient;

/** The contract over HTTP/2, waiting. */
class WaitingHttp2Test extends JavaHttpContract {
    WaitingHttp2Test() {
        super(HttpClient.Version.HTTP_2, false);
    }
}
