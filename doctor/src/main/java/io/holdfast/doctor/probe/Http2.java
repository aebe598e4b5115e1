package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.HttpBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;

/** A call over HTTP/2, by the Java platform's client. It follows no redirect, uses no proxy and ends in time. */
final class Http2 {
    private static final int LONGEST_HEAD = 64 * 1024;

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
        BoundedBody body = new BoundedBody();
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<HttpResponse<HttpBody>> answer = client.sendAsync(request.build(), head -> {
            begun.set(true);
            return body;
        });
        try {
            return answered(call, tls, answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            body.end();
            answer.cancel(true);
            return Exchange.late(call, record(tls), "no whole answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            String why = cause.getClass().getSimpleName();
            if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
                return Exchange.late(call, record(tls), "no whole answer within " + timeout.toMillis() + " ms");
            }
            return tls.askedByOthers()
                            && cause instanceof IOException
                            && !(cause instanceof HttpTimeoutException)
                            && !begun.get()
                    ? Exchange.refusedByTls(call, record(tls), why)
                    : Exchange.failed(call, record(tls), why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The TLS side of an exchange without an answer. */
    private static Exchange.Tls record(ClientTls tls) {
        return new Exchange.Tls("", "", tls.askedByOthers(), false, List.of(), List.of(), false);
    }

    private static Exchange answered(Call call, ClientTls tls, HttpResponse<HttpBody> response) {
        SSLSession session = response.sslSession().orElse(null);
        if (session == null || response.version() != HttpClient.Version.HTTP_2) {
            return Exchange.failed(call, record(tls), "the server speaks no HTTP/2");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        int length = 0;
        for (Map.Entry<String, List<String>> header : response.headers().map().entrySet()) {
            for (String value : header.getValue()) {
                headers.add(Map.entry(header.getKey(), value));
                length += header.getKey().length() + value.length();
            }
        }
        Exchange.Tls record = new Exchange.Tls(
                session.getProtocol(),
                session.getCipherSuite(),
                tls.askedByOthers(),
                false,
                List.of(),
                sent(session),
                false);
        return length > LONGEST_HEAD
                ? Exchange.failed(call, record, "its head is longer than " + LONGEST_HEAD / 1024 + " kB")
                : Exchange.answered(call, record, new Answer(response.statusCode(), headers, response.body()));
    }

    private static List<X509Certificate> sent(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        return chain == null || chain.length == 0 ? List.of() : List.of((X509Certificate) chain[0]);
    }
}
