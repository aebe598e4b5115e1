package io.holdfast.field.spring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring Authorization Server as docs/authorization-servers.md sets it up, with each client once more for every method of
 * authentication. Its keys live as long as its process.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class AuthorizationServer {
    private static final List<JWK> KEYS = new CopyOnWriteArrayList<>();

    public static void main(String[] args) throws JOSEException {
        rotate();
        SpringApplication.run(AuthorizationServer.class, args);
    }

    /** Signs with a new key from now on; the earlier ones stay published. */
    private static void rotate() throws JOSEException {
        KEYS.add(
                0,
                new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyID("key-" + KEYS.size())
                        .generate());
    }

    @PostMapping("/test/rotate")
    String rotateKeys() throws JOSEException {
        rotate();
        return KEYS.get(0).getKeyID();
    }

    @Bean
    JWKSource<SecurityContext> keys() {
        return (selector, context) -> selector.select(new JWKSet(new ArrayList<>(KEYS)));
    }

    @Bean
    JwtEncoder signer(JWKSource<SecurityContext> keys) {
        NimbusJwtEncoder encoder = new NimbusJwtEncoder(keys);
        encoder.setJwkSelector(found -> found.get(0));
        return encoder;
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> audience() {
        return context -> {
            if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                context.getClaims().audience(List.of("https://api.example.com"));
            }
        };
    }

    @Bean
    OAuth2TokenCustomizer<OAuth2TokenClaimsContext> audienceOfOpaqueTokens() {
        return context -> context.getClaims().audience(List.of("https://api.example.com"));
    }

    @Bean
    RegisteredClientRepository clients() {
        RegisteredClient serverA = RegisteredClient.withId("server-a")
                .clientId("server-a")
                .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("orders:read")
                .clientSettings(ClientSettings.builder()
                        .x509CertificateSubjectDN("CN=Server A,OU=Orders,O=Partner A")
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .x509CertificateBoundAccessTokens(true)
                        .accessTokenFormat(OAuth2TokenFormat.SELF_CONTAINED) // REFERENCE for opaque tokens
                        .build())
                .build();
        RegisteredClient ordersApi = RegisteredClient.withId("orders-api")
                .clientId("orders-api")
                .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientSettings(ClientSettings.builder()
                        .x509CertificateSubjectDN("CN=Orders API,O=Example")
                        .build())
                .build();

        List<RegisteredClient> clients = new ArrayList<>(List.of(serverA, opaque(serverA), ordersApi, portal()));
        for (RegisteredClient client : List.of(serverA, ordersApi)) {
            clients.add(authenticated(client, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH));
            clients.add(authenticated(client, ClientAuthenticationMethod.PRIVATE_KEY_JWT));
            clients.add(authenticated(client, ClientAuthenticationMethod.CLIENT_SECRET_BASIC));
            clients.add(authenticated(client, ClientAuthenticationMethod.CLIENT_SECRET_POST));
        }
        return new InMemoryRegisteredClientRepository(clients);
    }

    /** A web application in which users log in, for ID tokens. */
    private static RegisteredClient portal() {
        return RegisteredClient.withId("portal")
                .clientId("portal")
                .clientSecret("{noop}" + System.getProperty("test.secret") + "portal")
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("https://portal.example.com/back")
                .scope("openid")
                .clientSettings(ClientSettings.builder().requireProofKey(false).build())
                .build();
    }

    private static RegisteredClient opaque(RegisteredClient client) {
        TokenSettings settings = TokenSettings.withSettings(
                        client.getTokenSettings().getSettings())
                .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                .build();
        return RegisteredClient.from(client)
                .id("server-a.opaque")
                .clientId("server-a.opaque")
                .tokenSettings(settings)
                .build();
    }

    private static RegisteredClient authenticated(RegisteredClient client, ClientAuthenticationMethod method) {
        String id = client.getClientId() + "." + method.getValue();
        boolean rsa = client.getClientId().equals("orders-api");
        return RegisteredClient.from(client)
                .id(id)
                .clientId(id)
                .clientSecret("{noop}" + System.getProperty("test.secret") + id)
                .clientAuthenticationMethods(methods -> {
                    methods.clear();
                    methods.add(method);
                })
                .clientSettings(ClientSettings.builder()
                        .jwkSetUrl(System.getProperty("test.keys") + client.getClientId())
                        .tokenEndpointAuthenticationSigningAlgorithm(
                                rsa ? SignatureAlgorithm.PS256 : SignatureAlgorithm.ES256)
                        .build())
                .build();
    }

    @Bean
    AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder()
                .issuer(System.getProperty("test.issuer"))
                .build();
    }

    @Bean
    @Order(1)
    SecurityFilterChain endpoints(HttpSecurity http) throws Exception {
        return http.securityMatcher("/oauth2/**", "/.well-known/**")
                .oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                .addFilterAfter(AuthorizationServer::logIn, SecurityContextHolderFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    /** Whoever comes to log in is Alice. */
    private static void logIn(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (((HttpServletRequest) request).getRequestURI().equals("/oauth2/authorize")) {
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                            "alice",
                            "",
                            List.of(FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY))));
        }
        chain.doFilter(request, response);
    }

    @Bean
    @Order(2)
    SecurityFilterChain rest(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
