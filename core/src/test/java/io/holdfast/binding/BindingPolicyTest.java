package io.holdfast.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BindingPolicyTest {
    private static final TestPki PKI = TestPki.create();
    private static final CertificateThumbprint OWN =
            CertificateThumbprint.of(PKI.serverA().certificate());
    private static final CertificateThumbprint OTHER =
            CertificateThumbprint.of(PKI.thief().certificate());
    private static final Confirmation BOUND = Confirmation.among(Map.of("cnf", Map.of("x5t#S256", OWN.value())));

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-46 accepts the certificate that the token is bound to, and no other")
    void comparesCertificates(BindingPolicy policy) {
        assertThat(policy.check(BOUND, OWN)).isEmpty();
        assertThat(policy.check(BOUND, OTHER)).contains(BindingFailure.CERTIFICATE_MISMATCH);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-47 refuses a bound token without a certificate, in every mode")
    void refusesBoundTokenWithoutCertificate(BindingPolicy policy) {
        assertThat(policy.check(BOUND, null)).contains(BindingFailure.CERTIFICATE_MISSING);
    }

    @Test
    @DisplayName("S-48 only the migration mode accepts a token without cnf")
    void onlyMigrationAcceptsUnboundTokens() {
        Confirmation absent = Confirmation.among(Collections.emptyMap());

        assertThat(BindingPolicy.REQUIRED.check(absent, OWN)).contains(BindingFailure.TOKEN_NOT_BOUND);
        assertThat(BindingPolicy.WHEN_PRESENT.check(absent, OWN)).isEmpty();
        assertThat(BindingPolicy.WHEN_PRESENT.check(absent, null)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-49 S-50 refuses what is malformed or cannot be checked, in every mode")
    void refusesWhatCannotBeChecked(BindingPolicy policy) {
        Confirmation malformed = Confirmation.among(Collections.singletonMap("cnf", null));
        Confirmation unsupported = Confirmation.among(Map.of("cnf", Map.of("jkt", "x")));

        assertThat(policy.check(malformed, OWN)).contains(BindingFailure.CONFIRMATION_MALFORMED);
        assertThat(policy.check(unsupported, OWN)).contains(BindingFailure.CONFIRMATION_UNSUPPORTED);
    }
}
