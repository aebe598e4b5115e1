package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSession;

/** A call over HTTP/2, by the Java platform's client. It follows no redirect and uses no proxy. */
final class Http2 {
    private static final int LONGEST_BODY = 1024 * 1024;

    private Http2() {}

    /** The exchange; without an answer if the server speaks no HTTP/2. */
    static Exchange exchange(Place place, Call call, ClientTls tls, String userAgent, Duration timeout) {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(tls.context())
                .version(HttpClient.Version.HTTP_2)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(timeout)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(place.origin() + call.target()))
                .timeout(timeout)
                .method(call.method(), HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", userAgent)
                .header("Accept", "*/*");
        for (Map.Entry<String, String> header : call.headers()) {
            if (!header.getKey().equals("Connection")) {
                request.header(header.getKey(), header.getValue());
            }
        }
        try {
            return answered(call, tls, client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            boolean asked = tls.askedByOthers();
            Exchange.Tls record = new Exchange.Tls("", "", asked, false, List.of(), List.of(), false);
            String why = e.getClass().getSimpleName();
            return asked && !(e instanceof HttpTimeoutException)
                    ? Exchange.refusedByTls(call, record, why)
                    : Exchange.failed(call, record, why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Exchange answered(Call call, ClientTls tls, HttpResponse<InputStream> response) throws IOException {
        byte[] body;
        try (InputStream in = response.body()) {
            body = in.readNBytes(LONGEST_BODY);
        }
        SSLSession session = response.sslSession().orElseThrow(() -> new IOException("no TLS"));
        Exchange.Tls record = new Exchange.Tls(
                session.getProtocol(),
                session.getCipherSuite(),
                tls.askedByOthers(),
                false,
                List.of(),
                sent(session),
                false);
        if (response.version() != HttpClient.Version.HTTP_2) {
            return Exchange.failed(call, record, "the server speaks no HTTP/2");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
        return Exchange.answered(call, record, new Answer(response.statusCode(), headers, body));
    }

    private static List<X509Certificate> sent(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        return chain == null || chain.length == 0 ? List.of() : List.of((X509Certificate) chain[0]);
    }
}
