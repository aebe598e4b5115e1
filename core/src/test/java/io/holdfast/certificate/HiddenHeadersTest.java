package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HiddenHeadersTest {

    @ParameterizedTest
    @ValueSource(strings = {"X-Client-Cert", "x-client-cert", "X_Client_Cert", "X_Client-Cert", "x-client_CERT"})
    @DisplayName("S-12 D5 hides every spelling with underscores for hyphens")
    void hidesEverySpelling(String name) {
        assertThat(HiddenHeaders.of("X-Client-Cert").hides(name)).isTrue();
        assertThat(HiddenHeaders.of("X_Client_Cert").hides(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Client-Certificate", "Client-Cert", "XClientCert", "X-Client-Cert-Chain", ""})
    @DisplayName("S-12 hides no other header")
    void hidesNoOther(String name) {
        assertThat(HiddenHeaders.of("X-Client-Cert").hides(name)).isFalse();
        assertThat(HiddenHeaders.none().hides(name)).isFalse();
    }

    @Test
    @DisplayName("S-12 D5 shows one spelling of a header and still hides the others")
    void showsOneSpelling() {
        HiddenHeaders headers = HiddenHeaders.of("X-Client-Cert").showing("X-Client-Cert");

        assertThat(headers.hides("x-client-cert")).isFalse();
        assertThat(headers.hides("X_Client-Cert")).isTrue();
        assertThat(headers.hides("X_Client_Cert")).isTrue();
    }

    @Test
    @DisplayName("S-12 hides what either of two hides")
    void hidesWhatEitherHides() {
        HiddenHeaders shown = HiddenHeaders.of("A-B").showing("A-B");
        HiddenHeaders hidden = HiddenHeaders.of("A-B", "C");

        for (HiddenHeaders both : new HiddenHeaders[] {shown.and(hidden), hidden.and(shown)}) {
            assertThat(both.hides("A-B")).isTrue();
            assertThat(both.hides("C")).isTrue();
        }
        assertThat(shown.and(shown).hides("A-B")).isFalse();
        assertThat(shown.and(HiddenHeaders.of("C")).hides("A-B")).isFalse();
        assertThat(shown.and(HiddenHeaders.none()).hides("A_B")).isTrue();
        assertThat(HiddenHeaders.none().and(shown).hides("A_B")).isTrue();
        assertThat(HiddenHeaders.none().and(shown).hides("A-B")).isFalse();
        assertThat(HiddenHeaders.none().isEmpty()).isTrue();
        assertThat(hidden.isEmpty()).isFalse();
    }

    @Test
    void tellsWhatItHides() {
        assertThat(HiddenHeaders.of("X_Client_Cert")).hasToString("[x-client-cert]");
        assertThat(HiddenHeaders.of("X-Client-Cert").showing("X_Client_Cert"))
                .hasToString("[x-client-cert] but [x_client_cert]");
    }
}
