package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionFailureTest {
    private static final TestPki PKI = TestPki.create();
    private static final URI SERVER = URI.create("https://login.example/token");
    private static final String ACCUSATION =
            "Most probably its TLS refuses the client certificate CN=Server A, OU=Orders, O=Partner A (thumbprint ";

    static Stream<IOException> ofThisSide() {
        return Stream.of(
                new NoRouteToHostException("No route to host"),
                new BindException("Cannot assign requested address"),
                new SocketException("Too many open files"),
                new SocketException("Operation not permitted"),
                new SocketException("Network is unreachable"));
    }

    @ParameterizedTest(name = "no certificate is blamed for {0}")
    @MethodSource("ofThisSide")
    void blamesNoCertificateForAFailureOfThisSide(IOException e) throws Exception {
        assertThat(explained(e)).isEqualTo(SERVER + " cannot be reached: " + e.getMessage() + ".");
    }

    @Test
    @DisplayName("an interrupted call is nobody's refusal")
    void saysThatACallWasInterrupted() throws Exception {
        assertThat(explained(new InterruptedIOException("Connection lease interrupted")))
                .isEqualTo(
                        SERVER + " was not heard to the end: the call was interrupted (Connection lease interrupted).");
    }

    @ParameterizedTest(name = "says {0} and blames the certificate")
    @ValueSource(strings = {"Connection reset", "Broken pipe", "Software caused connection abort"})
    void showsTheTextOfABrokenConnection(String text) throws Exception {
        assertThat(explained(new SocketException(text)))
                .startsWith(SERVER + " closed the connection without an answer (SocketException: " + text + "). "
                        + ACCUSATION);
    }

    @Test
    @DisplayName("shows the text of an answer that did not come")
    void showsTheTextOfASilentEnd() throws Exception {
        assertThat(explained(new NoHttpResponseException("login.example:443 failed to respond")))
                .contains("(NoHttpResponseException: login.example:443 failed to respond). " + ACCUSATION);
    }

    @ParameterizedTest(name = "{0} is no refusal of the certificate")
    @CsvSource({
        "protocol_version, TLS 1.2 or 1.3",
        "insufficient_security, stronger cipher suites",
        "unrecognized_name, serves no host of this name",
        "no_application_protocol, ALPN",
        "internal_error, an error of its own",
        "decode_error, See its log"
    })
    void saysWhatAnAlertMeans(String alert, String meaning) throws Exception {
        assertThat(explained(new SSLHandshakeException("Received fatal alert: " + alert)))
                .startsWith(SERVER + " ended the TLS connection (alert " + alert + "). ")
                .contains(meaning)
                .doesNotContain("certificate");
    }

    @ParameterizedTest(name = "{0} may be a refusal of the certificate")
    @ValueSource(
            strings = {
                "bad_certificate",
                "certificate_unknown",
                "unknown_ca",
                "certificate_expired",
                "handshake_failure",
                "access_denied",
                "decrypt_error"
            })
    void blamesTheCertificateForItsAlerts(String alert) throws Exception {
        assertThat(explained(new SSLException("Received fatal alert: " + alert)))
                .contains("(Received fatal alert: " + alert + "). " + ACCUSATION);
    }

    @Test
    @DisplayName("a certificate that is required and was not shown was not refused")
    void saysThatNoCertificateWasShown() throws Exception {
        SSLException required = new SSLException("Received fatal alert: certificate_required");

        assertThat(explained(required))
                .contains("requires a client certificate and was shown none (alert certificate_required), although")
                .contains("CN=Server A")
                .contains("was offered: see whether this Java platform can use its key.");
        assertThat(explained(required, null))
                .isEqualTo(SERVER
                        + " requires a client certificate (alert certificate_required): none was offered, since none is"
                        + " set for this call.");
    }

    private static String explained(IOException e) throws Exception {
        return explained(
                e,
                CredentialGeneration.of(
                        KeyMaterial.of(PKI.serverA().privateKey(), PKI.serverA().chain()),
                        TrustedCertificates.of(List.of(PKI.authority().certificate()))));
    }

    private static String explained(IOException e, @Nullable CredentialGeneration offered) {
        return String.valueOf(new ConnectionFailure(offered, null, Duration.ofSeconds(2), Duration.ofSeconds(3))
                .of(SERVER, e)
                .getMessage());
    }
}
