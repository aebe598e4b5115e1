package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.httpclient.BoundTokenInterceptor;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A key ring on the extension's token service, and a real API behind it. */
@Timeout(60)
final class KeyRingRotationTest {
    @RegisterExtension
    final TokenServiceExtension tokenService = TokenServiceExtension.builder()
            .resource("https://orders.example", "orders:read")
            .client("server-a", "orders:read")
            .build();

    @Test
    void callsGoOnWithTheRenewedCertificate(@TempDir Path directory) throws Exception {
        try (OrdersServer api = OrdersServer.start(tokenService, directory, "https://orders.example");
                KeyRing keyRing = keyRing(api.url().toString());
                CloseableHttpClient client = BoundTokenInterceptor.of(keyRing)
                        .configure(HttpClients.custom())
                        .build()) {
            assertThat(call(client, api)).isEqualTo("200 orders for server-a");
            tokenService.renew("server-a");

            assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
            assertThat(call(client, api)).isEqualTo("200 orders for server-a");
            assertThat(keyRing.credentials().certificate())
                    .isEqualTo(tokenService.identity("server-a").certificate());
            assertThat(tokenService.requests().stream()
                            .filter(request -> request.path().equals("/token")))
                    .hasSize(2)
                    .last()
                    .satisfies(request -> assertThat(request.clientCertificate())
                            .contains(tokenService.identity("server-a").certificate()));
        }
    }

    @Test
    void callsGoOnWhileTheTokenServiceIsStopped(@TempDir Path directory) throws Exception {
        try (OrdersServer api = OrdersServer.start(tokenService, directory, "https://orders.example");
                KeyRing keyRing = keyRing(api.url().toString());
                CloseableHttpClient client = BoundTokenInterceptor.of(keyRing)
                        .configure(HttpClients.custom())
                        .build()) {
            assertThat(call(client, api)).startsWith("200");
            tokenService.stop();

            assertThat(call(client, api)).startsWith("200");
            tokenService.start();
            assertThat(keyRing.token(TokenRequest.clientCredentials(Set.of(), Set.of())))
                    .isNotNull();
        }
    }

    private static String call(CloseableHttpClient client, OrdersServer api) throws Exception {
        return client.execute(
                new HttpGet(api.url() + "/orders"),
                response -> response.getCode() + " " + EntityUtils.toString(response.getEntity()));
    }

    private KeyRing keyRing(String api) throws Exception {
        return KeyRing.builder()
                .keyStore(KeyStoreFile.at(tokenService.keyStore("server-a"))
                        .password(tokenService.password().toCharArray())
                        .build())
                .trust(TrustedCertificates.load(tokenService.authorities(), null, null))
                .issuer(tokenService.issuer())
                .clientId("server-a")
                .scopes("orders:read")
                .allowedOrigins(api)
                .build();
    }
}
