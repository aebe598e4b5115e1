package io.holdfast.field;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@DisplayName("Spring Authorization Server")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_SPRING)
class TokensOfSpringTest extends RealAuthorizationServerContract {
    private SpringAuthorizationServer server;

    @Override
    RealAuthorizationServer prepare(TokenParties of) throws Exception {
        server = new SpringAuthorizationServer(of);
        return server;
    }

    @Test
    @DisplayName("S-43 the server's ID tokens are refused, which like its access tokens have no typ")
    void refusesItsIdTokens() throws Exception {
        assertIdTokenIsRefused(server.loggedIn(), SpringAuthorizationServer.PORTAL);
    }
}
