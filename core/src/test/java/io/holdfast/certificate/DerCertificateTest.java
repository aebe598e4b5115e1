package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.RfcVectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the platform's parser, which is lenient, gets to see at all. */
final class DerCertificateTest {
    private static byte[] bytes(String header, int content) {
        byte[] start = HexFormat.of().parseHex(header);
        return Arrays.copyOf(start, start.length + content);
    }

    private static void assertMalformed(byte[] der, String message) {
        assertThatExceptionOfType(MalformedCertificateException.class)
                .isThrownBy(() -> DerCertificate.parse(der))
                .withMessage(message);
    }

    @ParameterizedTest(name = "{0} and {1} bytes")
    @CsvSource({
        // no room for a length, or no sequence
        "'', 0",
        "30, 0",
        "3100, 0",
        "0200, 0",
        // the short form says another length
        "3000, 1",
        "3005, 4",
        "307f, 126",
        "307f, 128",
        // no definite length, or one of more octets than there are
        "3080, 0",
        "3080, 2",
        "3080, 128",
        "3081, 0",
        "3082, 1",
        "308201, 0",
        "308401000000, 16777216",
        "308400000080, 128",
        // a long form where a shorter one would do
        "308100, 0",
        "30817f, 127",
        "30820080, 128",
        "308200ff, 255",
        "30830000ff, 255",
        "3083000100, 256",
        // the long form says another length
        "308180, 127",
        "308180, 129",
        "3081ff, 254",
        "30820100, 255",
        "30820100, 257",
        "3083010000, 65535"
    })
    @DisplayName("S-19 bytes that are not exactly one sequence of DER are none to anybody")
    void refusesWhatIsNotOneSequence(String header, int content) {
        assertMalformed(bytes(header, content), "the bytes are not exactly one DER value");
    }

    @ParameterizedTest(name = "{0} and {1} bytes")
    @CsvSource({
        "3000, 0",
        "3005, 5",
        "307f, 127",
        "308180, 128",
        "3081ff, 255",
        "30820100, 256",
        "3082ffff, 65535",
        "3083010000, 65536"
    })
    @DisplayName("S-19 one sequence of DER that is no certificate is left to the platform, which says so")
    void refusesOtherSequences(String header, int content) {
        assertMalformed(bytes(header, content), "the bytes are no X.509 certificate");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    @DisplayName("S-19 a certificate with a byte too many or too few is none")
    void refusesAnotherLength(int more) throws Exception {
        byte[] der = RfcVectors.appendixACertificate().getEncoded();

        assertThat(DerCertificate.parse(der).getEncoded()).isEqualTo(der);
        assertMalformed(Arrays.copyOf(der, der.length + more), "the bytes are not exactly one DER value");
    }

    @Test
    @DisplayName("S-19 PEM text is no DER, although the platform would take it")
    void refusesPem() throws Exception {
        assertMalformed(
                "-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII),
                "the bytes are not exactly one DER value");
    }
}
