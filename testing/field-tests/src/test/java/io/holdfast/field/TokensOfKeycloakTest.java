package io.holdfast.field;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@DisplayName("Keycloak")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_KEYCLOAK)
class TokensOfKeycloakTest extends RealAuthorizationServerContract {
    @Override
    RealAuthorizationServer prepare(TokenParties of) throws Exception {
        return new Keycloak(of);
    }
}
