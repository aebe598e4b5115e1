package io.holdfast.field;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Needs this machine's Node.js: without it, {@code -Dfield=all} skips these tests and says so, and their own name fails. */
@DisplayName("node-oidc-provider")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_OIDC_PROVIDER)
class TokensOfOidcProviderTest extends RealAuthorizationServerContract {
    @Override
    RealAuthorizationServer prepare(TokenParties of) throws Exception {
        Optional<String> missing = OidcProvider.missing();
        if (missing.isPresent() && System.getProperty("field", "all").equals("all")) {
            String skipped = "field: node-oidc-provider was NOT tested: this machine has no " + missing.get()
                    + ". Install Debian's packages nodejs and npm.";
            System.out.println(skipped);
            assumeTrue(false, skipped);
        }
        return new OidcProvider(of);
    }
}
