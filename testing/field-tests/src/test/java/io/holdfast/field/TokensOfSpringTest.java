package io.holdfast.field;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@DisplayName("Spring Authorization Server")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_SPRING)
class TokensOfSpringTest extends RealAuthorizationServerContract {
    @Override
    RealAuthorizationServer prepare(TokenParties of) throws Exception {
        return new SpringAuthorizationServer(of);
    }
}
