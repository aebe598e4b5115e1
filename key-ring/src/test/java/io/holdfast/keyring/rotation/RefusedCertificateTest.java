package io.holdfast.keyring.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedCertificateTest {
    private static final X509Certificate CERTIFICATE =
            TestPki.create().serverA().certificate();

    @ParameterizedTest(name = "{0} most probably refuses the certificate, and has other reasons")
    @ValueSource(strings = {"handshake_failure", "access_denied", "decrypt_error"})
    void namesTheCertificateThatAnAlertMayMean(String alert) {
        assertThat(explained(new SSLException("Received fatal alert: " + alert)))
                .startsWith(
                        "api.example:443 ended the TLS connection (alert " + alert
                                + "). Most probably it refuses the client certificate CN=Server A, OU=Orders, O=Partner A (thumbprint ")
                .contains("See whether that server trusts the issuer");
    }

    @ParameterizedTest(name = "{0} has nothing to do with the certificate")
    @ValueSource(strings = {"protocol_version", "unrecognized_name", "internal_error"})
    void blamesNoCertificateForOtherAlerts(String alert) {
        assertThat(explained(new SSLHandshakeException("Received fatal alert: " + alert)))
                .startsWith("api.example:443 ended the TLS connection (alert " + alert + "). ")
                .doesNotContain("certificate");
    }

    @Test
    @DisplayName(
            "a connection that breaks in the handshake is refused only if the server had asked for the certificate")
    void doubtsInTheHandshake() {
        assertThat(RefusedCertificate.explainHandshake(
                        new SocketException("Broken pipe"), "api.example:443", CERTIFICATE))
                .hasMessageStartingWith(
                        "api.example:443 closed the connection during the TLS handshake (Broken pipe). If it"
                                + " had asked for the client certificate, most probably it refuses CN=Server A");
    }

    @Test
    @DisplayName("a failure without an alert stays as it is")
    void leavesOtherFailuresAlone() {
        SSLException e = new SSLException("No name matching api.example found");

        assertThat(RefusedCertificate.explain(e, "api.example:443", CERTIFICATE))
                .isSameAs(e);
    }

    private static String explained(SSLException e) {
        SSLException explained = RefusedCertificate.explain(e, "api.example:443", CERTIFICATE);
        assertThat(explained).hasCause(e);
        assertThat(explained.getClass()).isEqualTo(e.getClass());
        return String.valueOf(explained.getMessage());
    }
}
