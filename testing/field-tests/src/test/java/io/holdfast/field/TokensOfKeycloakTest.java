package io.holdfast.field;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@DisplayName("Keycloak")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_KEYCLOAK)
class TokensOfKeycloakTest extends RealAuthorizationServerContract {
    private Keycloak server;

    @Override
    RealAuthorizationServer prepare(TokenParties of) throws Exception {
        server = new Keycloak(of);
        return server;
    }

    @Test
    @DisplayName("S-43 the server's ID tokens are refused, which like its access tokens have the typ JWT")
    void refusesItsIdTokens() throws Exception {
        assertIdTokenIsRefused(server.loggedIn(), Keycloak.PORTAL);
    }
}
