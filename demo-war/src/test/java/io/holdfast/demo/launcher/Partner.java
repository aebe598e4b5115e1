package io.holdfast.demo.launcher;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.TokenRule;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * A partner of the demo: an application with an Apache HttpClient and the real interceptor. Its token can be
 * overheard, which is how the thief of the story comes by one. Not thread-safe.
 */
final class Partner implements Closeable {
    private static final String BEARER = "Bearer ";

    /** For a machine under load: each call ends by this, and none by the deadline for the whole. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final KeyRing keyRing;
    private final CloseableHttpClient client;
    private final String baseUrl;
    private @Nullable String overheard;

    private Partner(KeyRing keyRing, String baseUrl) {
        this.keyRing = keyRing;
        this.baseUrl = baseUrl;
        this.client = BoundTokenInterceptor.of(keyRing)
                .configure(HttpClients.custom())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .build())
                .addRequestInterceptorLast(
                        (request, entity, context) -> listen(request.getFirstHeader(HttpHeaders.AUTHORIZATION)))
                .build();
    }

    /** @param clientId also the name of its key store */
    static Partner of(String clientId, ClientAuthentication method, DemoUrls urls, DemoFiles files)
            throws KeyMaterialException {
        return new Partner(
                KeyRing.builder()
                        .keyStore(KeyStoreFile.at(files.path(clientId + ".p12"))
                                .password(DemoFiles.PASSWORD.toCharArray())
                                .build())
                        .trust(TrustedCertificates.load(files.path("authority.crt"), null, null))
                        .issuer(urls.issuer())
                        .clientId(clientId)
                        .clientAuthentication(method)
                        .connectTimeout(TIMEOUT)
                        .responseTimeout(TIMEOUT)
                        .totalTimeout(TIMEOUT.multipliedBy(3))
                        .rule(rule(urls, "orders", urls.orders()))
                        .rule(rule(urls, "invoices", urls.invoices()))
                        .build(),
                urls.mtlsBaseUrl());
    }

    /** Each API gets a token of its own, so that none works at the other. */
    private static TokenRule rule(DemoUrls urls, String api, String resource) {
        return TokenRule.at(urls.mtlsBaseUrl())
                .paths("/" + api)
                .scopes(api + ":read")
                .resources(resource)
                .build();
    }

    Answer get(String path) throws IOException {
        return client.execute(new HttpGet(baseUrl + path), response -> {
            Header challenge = response.getFirstHeader(HttpHeaders.WWW_AUTHENTICATE);
            return new Answer(
                    response.getCode(),
                    challenge == null ? "" : challenge.getValue(),
                    EntityUtils.toString(response.getEntity()));
        });
    }

    /** The token of the last request; empty if it had none. */
    Optional<String> overheardToken() {
        return Optional.ofNullable(overheard);
    }

    @Override
    public void close() throws IOException {
        client.close();
        keyRing.close();
    }

    private void listen(@Nullable Header authorization) {
        String value = authorization == null ? "" : authorization.getValue();
        overheard = value.startsWith(BEARER) ? value.substring(BEARER.length()) : null;
    }

    /** What the partner API said. */
    record Answer(int status, String challenge, String body) {}
}
