package io.holdfast.benchmarks;

import static org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver.clientRegistrationId;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.web.client.RestClient;

/** Spring's RestClient on the classic client, with Spring Security's interceptor and a token that it has at hand. */
final class SpringCall implements CallOfAClient {
    private static final String REGISTRATION = "orders";
    private static final String PRINCIPAL = "server-a";

    private final ClassicCall classic = new ClassicCall(false);
    private final RestClient client;

    SpringCall(boolean withToken) throws Exception {
        RestClient.Builder builder =
                RestClient.builder().requestFactory(new HttpComponentsClientHttpRequestFactory(classic.client()));
        if (withToken) {
            OAuth2ClientHttpRequestInterceptor interceptor = new OAuth2ClientHttpRequestInterceptor(manager());
            interceptor.setPrincipalResolver(request -> new TestingAuthenticationToken(PRINCIPAL, "unused"));
            builder.requestInterceptor(interceptor);
        }
        client = builder.build();
    }

    private static AuthorizedClientServiceOAuth2AuthorizedClientManager manager() {
        ClientRegistration registration = ClientRegistration.withRegistrationId(REGISTRATION)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientId("server-a")
                .tokenUri("https://login.example.com/token")
                .build();
        InMemoryClientRegistrationRepository registrations = new InMemoryClientRegistrationRepository(registration);
        InMemoryOAuth2AuthorizedClientService clients = new InMemoryOAuth2AuthorizedClientService(registrations);
        Instant now = Instant.now();
        OAuth2AccessToken token = new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER, "x".repeat(840), now, now.plus(Duration.ofHours(1)));
        clients.saveAuthorizedClient(
                new OAuth2AuthorizedClient(registration, PRINCIPAL, token),
                new TestingAuthenticationToken(PRINCIPAL, "unused"));
        return new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients);
    }

    @Override
    public int status() {
        return client.get()
                .uri(TokenAtHand.API)
                .attributes(clientRegistrationId(REGISTRATION))
                .exchange((request, response) -> response.getStatusCode().value());
    }

    @Override
    public boolean carriedToken() {
        return classic.carriedToken();
    }

    @Override
    public void close() throws IOException {
        classic.close();
    }
}
