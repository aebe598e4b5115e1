package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of the encodings that the formats of headers are made of. */
final class HeaderEncodingTest {
    private static void assertMalformed(ThrowingCallable decoding, String message) {
        assertThatExceptionOfType(MalformedCertificateException.class)
                .isThrownBy(decoding)
                .withMessageContaining(message);
    }

    @Test
    @DisplayName("S-19 decodes every escape of ASCII, and keeps every visible character")
    void decodesAllOfAscii() throws Exception {
        StringBuilder escaped = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        for (char c = 0; c < 0x80; c++) {
            escaped.append(String.format("%%%02x%%%02X", (int) c, (int) c));
            plain.append(c).append(c);
        }

        assertThat(PercentEncoding.decode(escaped.toString())).isEqualTo(plain.toString());
        assertThat(PercentEncoding.decode("!~+")).isEqualTo("!~+");
        assertThat(PercentEncoding.decode("")).isEmpty();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {" ", "\t", "\u007f", "é", "a b"})
    @DisplayName("S-19 refuses what must be escaped")
    void refusesWhatMustBeEscaped(String text) {
        assertMalformed(() -> PercentEncoding.decode(text), "must be percent-encoded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%80", "%ff", "%g0", "%0g", "%-1", "%٣٣"})
    @DisplayName("S-19 refuses escapes of anything but ASCII")
    void refusesOtherEscapes(String text) {
        assertMalformed(() -> PercentEncoding.decode(text), "not that of ASCII text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "a%4"})
    @DisplayName("S-19 refuses an escape that is cut off")
    void refusesCutOffEscapes(String text) {
        assertMalformed(() -> PercentEncoding.decode(text), "cut off");
    }

    @Test
    @DisplayName("S-19 a byte sequence may be empty, and needs two colons")
    void readsAnEmptyByteSequence() throws Exception {
        assertThat(ByteSequence.decode("::")).isEmpty();
        for (String value : new String[] {"", ":", "QUE=", ":QUE=", "QUE=:"}) {
            assertMalformed(() -> ByteSequence.decode(value), "between two colons");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\n\n"})
    @DisplayName("S-19 a PEM block holds something")
    void refusesAnEmptyPemBlock(String between) {
        String block = "-----BEGIN CERTIFICATE-----" + between + "-----END CERTIFICATE-----";

        assertMalformed(() -> PemBlock.decode(block, '\n'), "nothing between");
    }

    @Test
    @DisplayName("S-19 looks at values of up to 32768 characters, and no further")
    void looksAtValuesUpToTheBound() {
        String longest = "A".repeat(CertificateHeaderFormat.LONGEST_VALUE);

        assertMalformed(() -> CertificateHeaderFormat.HAPROXY.certificate(longest), "not exactly one DER value");
        assertMalformed(() -> CertificateHeaderFormat.HAPROXY.certificate(longest + "A"), "longer than 32768");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "zaZA"})
    @DisplayName("S-19 Envoy's keys are letters, all of them")
    void takesEveryLetterInEnvoysKeys(String key) {
        assertMalformed(() -> ForwardedClientCert.read(key + "=1", 1), "there is no Hash in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "[", "`", "{", "1", "a b", "Cert-", "é"})
    @DisplayName("S-19 Envoy's keys are letters and nothing else")
    void refusesOtherKeysOfEnvoys(String key) {
        assertMalformed(() -> ForwardedClientCert.read(key + "=1", 1), "not a list of key=value pairs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject=\"", "Subject=\"\\", "Subject=\"\\\"", "Subject=\"a\\\\\\\""})
    @DisplayName("S-19 a quoted value of Envoy's that does not end is malformed, also where it ends in a backslash")
    void refusesUnfinishedQuotes(String value) {
        assertMalformed(() -> ForwardedClientCert.read(value, 1), "does not end");
    }

    @Test
    @DisplayName("S-77 reads addresses of every length, in brackets too")
    void readsAddressesOfEveryLength() {
        String longest = "0000:0000:0000:0000:0000:ffff:255.255.255.255";

        assertThat(IpAddress.parse(longest))
                .hasValueSatisfying(octets -> assertThat(octets).containsOnly(-1));
        assertThat(IpAddress.parse("0" + longest)).isEmpty();
        assertThat(IpAddress.parse("[::1]"))
                .hasValueSatisfying(octets -> assertThat(octets).hasSize(16).endsWith(1));
        assertThat(IpAddress.parse("[10.1.2.3]")).isEmpty();
    }
}
