package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.certificate.CertificateValidity;
import io.holdfast.certificate.PeerAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxySettingsTest {
    private final Map<String, String> settings = new HashMap<>(
            Map.of("issuer", "https://login.example.com/realms/main", "audience", "https://api.example.com"));

    private ProxySettings proxy() throws SettingsException {
        return ResourceSettings.parse(settings).proxy().orElseThrow();
    }

    private String problem() {
        return catchThrowableOfType(SettingsException.class, () -> ResourceSettings.parse(settings))
                .getMessage();
    }

    @Test
    @DisplayName("S-11 S-6 takes certificates from no header and looks at no dates unless told to")
    void isOffByDefault() throws SettingsException {
        assertThat(ResourceSettings.parse(settings).proxy()).isEmpty();
        assertThat(ResourceSettings.parse(settings).certificateValidity()).isEqualTo(CertificateValidity.IGNORE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-22 knows each format by name, with its header and the socket's address")
    void knowsEachFormat(CertificateHeaderFormat format) throws SettingsException {
        settings.put("certificateHeaderFormat", format.settingValue());
        settings.put("trustedProxies", "10.1.2.3");

        assertThat(proxy().format()).isEqualTo(format);
        assertThat(proxy().header()).isEqualTo(format.defaultHeader());
        assertThat(proxy().peerAddress()).isEqualTo(PeerAddress.SOCKET);
        assertThat(ResourceSetting.CERTIFICATE_HEADER_FORMAT.description()).contains(format.settingValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nginx", "rfc9440 nginx", "rfc9440,nginx", "RFC9440", "on", "true"})
    @DisplayName("S-77 refuses an unknown format and two formats")
    void refusesUnknownFormats(String format) {
        settings.put("certificateHeaderFormat", format);
        settings.put("trustedProxies", "10.1.2.3");

        assertThat(problem()).contains("'certificateHeaderFormat' = '" + format + "' is none of: rfc9440, nginx");
    }

    @Test
    @DisplayName("S-12 S-77 refuses a format without a trusted proxy")
    void refusesAFormatWithoutProxies() {
        settings.put("certificateHeaderFormat", "nginx");

        assertThat(problem())
                .contains("would let anybody claim any certificate")
                .contains("'trustedProxies'");
    }

    @ParameterizedTest
    @CsvSource({
        "trustedProxies, 10.1.2.3",
        "certificateHeader, X-Client-Cert",
        "peerAddress, remote-addr",
        "trustedProxyCertificates, A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"
    })
    @DisplayName("S-77 refuses what would do nothing because no format is set")
    void refusesWhatDoesNothing(String name, String value) {
        settings.put(name, value);

        assertThat(problem())
                .contains("'" + name + "' = '" + value + "' does nothing without 'certificateHeaderFormat'");
    }

    @Test
    @DisplayName("S-77 refuses an address of the peer where no proxy is known by its address")
    void refusesAPeerAddressThatNothingIsComparedWith() {
        settings.put("certificateHeaderFormat", "nginx");
        settings.put("trustedProxyCertificates", "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0");
        settings.put("peerAddress", "remote-addr");

        assertThat(problem()).contains("'peerAddress' = 'remote-addr' is compared with 'trustedProxies' alone");
    }

    @ParameterizedTest
    @CsvSource({
        "trustedProxies, 0.0.0.0/0, half the internet",
        "trustedProxies, proxy.example, no host names",
        "trustedProxies, '10.1.2.3,10.1.2.4', Separate its parts by spaces",
        "trustedProxies, '10.1.2.3 fe80::1%eth0', no zones",
        "trustedProxyCertificates, AB:CD, openssl x509",
        "certificateHeader, 'Client-Cert, X-Client-Cert', only one counts",
        "certificateHeader, 'Client-Cert:', no name of a header field",
        "certificateHeader, client-cert-chain, something else",
        "certificateHeader, authorization, something else",
        "peerAddress, x-forwarded-for, 'socket, remote-addr'",
        "certificateValidity, true, 'ignore, check'"
    })
    @DisplayName("S-77 refuses values that do not work, and says what to change")
    void refusesValuesThatDoNotWork(String name, String value, String remedy) {
        settings.put("certificateHeaderFormat", "rfc9440");
        settings.put("trustedProxies", "10.1.2.3");
        settings.put(name, value);

        assertThat(problem()).contains("'" + name + "' = '" + value + "'").contains(remedy);
    }

    @Test
    @DisplayName("S-77 tells the problems of both lists of proxies at once")
    void tellsBothProblems() {
        settings.put("certificateHeaderFormat", "rfc9440");
        settings.put("trustedProxies", "::/0");
        settings.put("trustedProxyCertificates", "x");

        assertThat(problem()).contains("'trustedProxies' = '::/0'").contains("'trustedProxyCertificates' = 'x'");
    }

    @Test
    @DisplayName("S-22 trustedHops is one unless set, for envoy alone, and bounded")
    void boundsTheHops() throws Exception {
        settings.putAll(Map.of("certificateHeaderFormat", "envoy", "trustedProxies", "127.0.0.6"));
        assertThat(proxy().hops()).isEqualTo(1);
        settings.put("trustedHops", "2");
        assertThat(proxy().hops()).isEqualTo(2);
        for (String hops : new String[] {"0", "-1", "11", "two"}) {
            settings.put("trustedHops", hops);
            assertThat(problem()).contains("'trustedHops'", "1 to 10");
        }
        settings.put("trustedHops", "2");
        settings.put("certificateHeaderFormat", "traefik");
        assertThat(problem()).contains("'trustedHops'", "for certificateHeaderFormat envoy alone");
    }
}
