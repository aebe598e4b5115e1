package io.holdfast.demo.parties;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.keyring.TokenRule;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;

/**
 * A partner's application as it should be built: an Apache HttpClient with the Holdfast interceptor and one key ring.
 * Safe for use by several threads.
 */
final class Partner implements Closeable {
    private final KeyRing keyRing;
    private final CloseableHttpClient client;

    private Partner(KeyRing keyRing, CloseableHttpClient client) {
        this.keyRing = keyRing;
        this.client = client;
    }

    /**
     * Loads the key store; connects nothing yet.
     *
     * @throws KeyMaterialException if the key store cannot be used
     */
    static Partner open(String clientId, Path keyStore, TrustedCertificates trusted, ApiAddresses addresses)
            throws KeyMaterialException {
        KeyRing keyRing = KeyRing.builder()
                .keyStore(KeyStoreFile.at(keyStore)
                        .password(PartyFiles.password())
                        .build())
                .trust(trusted)
                .issuer(addresses.issuer().toString())
                .clientId(clientId)
                // A button changes the key store and calls for a reload.
                .keyStoreCheckInterval(Duration.ZERO)
                .rule(rule(addresses.orders(), addresses.forOrders()))
                .rule(rule(addresses.invoices(), addresses.forInvoices()))
                .build();
        return new Partner(
                keyRing,
                BoundTokenInterceptor.of(keyRing)
                        .configure(CallLimits.client(), CallLimits::apply)
                        .build());
    }

    private static TokenRule rule(URI resource, TokenRequest request) {
        return TokenRule.at("https://" + resource.getRawAuthority())
                .paths(resource.getRawPath())
                .request(request)
                .build();
    }

    /**
     * Makes a call with the cached token, or one fetched for it.
     *
     * @throws IOException if no answer came; its cause is a {@link TokenUnavailableException} if there was no token to
     *     send
     */
    Exchange get(URI url) throws IOException {
        String requestId = CallLimits.newRequestId();
        HttpGet request = new HttpGet(url);
        request.setHeader(CallLimits.REQUEST_ID, requestId);
        HttpClientContext context = HttpClientContext.create();
        return client.execute(
                request,
                context,
                response -> Exchange.of(
                        requestId,
                        response,
                        context,
                        BoundTokenInterceptor.tokenOf(context).map(BoundToken::accessToken)));
    }

    /**
     * A token, cached or fetched.
     *
     * @throws TokenUnavailableException if none can be fetched
     */
    String token(TokenRequest request) throws TokenUnavailableException, InterruptedIOException {
        return keyRing.token(request).accessToken();
    }

    /** A caller with this application's certificate that chooses the token itself. */
    Stranger withoutInterceptor() {
        return new Stranger(keyRing.credentials().sslContext());
    }

    /** Reloads the key store; true if a changed one is in use now. */
    boolean reload() throws KeyMaterialException {
        return keyRing.reload() == ReloadOutcome.REPLACED;
    }

    ShownCertificate certificate() {
        return ShownCertificate.of(keyRing.credentials().certificate());
    }

    @Override
    public void close() throws IOException {
        client.close();
        keyRing.close();
    }
}
