package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.SettingsException;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.OAuthError;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/** An authenticator with clients of a test's choice, and requests without a server. */
final class AuthenticatorFixture {
    static final String ISSUER = "https://tokens.example";
    static final List<String> AUDIENCES = List.of(ISSUER, ISSUER + "/token", "https://mtls.tokens.example/token");

    private final ClientAuthenticator authenticator;

    private AuthenticatorFixture(ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    static ClientAuthenticator.Builder builder(TestPki pki, Path directory, SettableClock clock, Map<?, ?>... clients)
            throws Exception {
        ClientAuthorities authorities =
                ClientAuthorities.load(pki.authority().writePemCertificates(directory, "ca"), Clock.systemUTC());
        return ClientAuthenticator.of(registrations(authorities, clients))
                .assertionAudiences(AUDIENCES)
                .clock(clock);
    }

    private static Registrations registrations(ClientAuthorities authorities, Map<?, ?>... clients)
            throws SettingsException {
        String json =
                JsonUtil.toJson(Map.of("resources", List.of(Map.of("resource", "urn:a")), "clients", List.of(clients)));
        return Registrations.parse(json.getBytes(StandardCharsets.UTF_8), authorities);
    }

    static AuthenticatorFixture of(ClientAuthenticator.Builder builder) {
        return new AuthenticatorFixture(builder.build());
    }

    AuthenticatedClient authenticate(String form, HttpRequest request) throws OAuthErrorException {
        return authenticator.authenticate(FormParameters.parse(form.getBytes(StandardCharsets.UTF_8)), request);
    }

    String clientOf(String form, HttpRequest request) throws OAuthErrorException {
        return authenticate(form, request).client().id();
    }

    OAuthError refusal(String form, HttpRequest request) {
        OAuthErrorException refused =
                catchThrowableOfType(OAuthErrorException.class, () -> authenticate(form, request));
        if (refused == null) {
            throw new AssertionError("was not refused: " + form);
        }
        return refused.error();
    }
}
