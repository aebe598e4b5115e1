package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.holdfast.testkit.RfcVectors;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
    private static final TestPki PKI = TestPki.create();

    private static boolean trusted(String range, String address) {
        return TrustedProxies.of(List.of(range), List.of()).contain(address, null);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "10.1.2.0/24, 10.1.2.0",
        "10.1.2.0/24, 10.1.2.255",
        "10.0.0.0/8, 10.255.0.1",
        "192.168.4.128/25, 192.168.4.200",
        "127.0.0.1/32, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "::1, [0:0:0:0:0:0:0:1]",
        "fd00:1::/32, fd00:1:ffff::9",
        "fd00:1::/33, fd00:1:7fff::9",
        "fc00::/7, fdff::1",
        "fd00::/8, fdff::1",
        "2001:db8::/32, 2001:db8:ffff::1",
        "64:ff9b::a01:0/112, 64:ff9b::a01:2",
        "203.0.0.0/16, 203.0.255.1",
        "10.128.0.0/9, 10.255.0.1",
        "172.16.0.0/12, 172.31.0.1",
        "FD00::A/128, fd00::a",
        "10.1.2.0/24, ::ffff:10.1.2.9",
        "::ffff:10.1.2.0/120, 10.1.2.9",
        "::ffff:10.1.2.9, ::ffff:a01:209"
    })
    @DisplayName("S-12 trusts an address within the range, IPv4 in IPv6 as IPv4")
    void trustsAnAddressWithin(String range, String address) {
        assertThat(trusted(range, address)).isTrue();
    }

    @Test
    @DisplayName("S-12 names an address of a trusted proxy as an example, if addresses count")
    void namesAnExample() {
        assertThat(TrustedProxies.of(List.of("10.1.2.0/24", "::1"), List.of()).anAddress())
                .contains("10.1.2.0");
        assertThat(TrustedProxies.of(List.of("::ffff:10.1.2.9"), List.of()).anAddress())
                .contains("10.1.2.9");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.4",
        "10.1.2.0/24, 10.1.3.0",
        "10.1.2.0/24, 10.1.1.255",
        "192.168.4.128/25, 192.168.4.127",
        "fd00:1::/33, fd00:1:8000::9",
        "::1, ::2",
        "::1, 0.0.0.1",
        "10.0.0.0/8, a01::1",
        "127.0.0.1, 7f00:1::",
        "a00::/32, 10.0.0.0",
        "::1, .:1",
        "::1, .::1",
        "10.1.2.3, ::10.1.2.3",
        "fe80::1, fe80::1%eth0",
        "127.0.0.1, 127.1",
        "127.0.0.1, 2130706433",
        "127.0.0.1, 127.0.0.01",
        "127.0.0.1, 0x7f.0.0.1",
        "127.0.0.1, localhost",
        "127.0.0.1, '127.0.0.1, 10.0.0.1'",
        "127.0.0.1, '127.0.0.1 '",
        "127.0.0.1, [127.0.0.1]",
        "127.0.0.1, 127.0.0.1:80",
        "127.0.0.1, ''",
        "127.0.0.1, ::ffff:",
        "127.0.0.1, :",
        "127.0.0.1, []",
        "127.0.0.1, [",
        "127.0.0.1, \uff11\uff12\uff17.0.0.1"
    })
    @DisplayName("S-12 trusts no address outside the range, no name, no zone and no other spelling")
    void trustsNothingElse(String range, String address) {
        assertThat(trusted(range, address)).isFalse();
    }

    @Test
    @DisplayName("S-13 trusts nobody whose address is not known")
    void trustsNoUnknownAddress() {
        assertThat(TrustedProxies.of(List.of("127.0.0.1"), List.of()).contain(null, null))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "::/0",
                "128.0.0.0/1",
                "0.0.0.0/7",
                "::/6",
                "8000::/1",
                "::ffff:0:0/96",
                "::ffff:0:0/102",
                "2000::/7",
                "2000::/8",
                "::/7",
                "2002::/16",
                "2001:db8::/31",
                "fe00::/7",
                "fc00::/6",
                "64:ff9b::/32",
                "64:ff9b::/64",
                "64:ff9b::/96",
                "64:ff9b::/111",
                "1.0.0.0/8",
                "11.0.0.0/8",
                "8.0.0.0/7",
                "203.0.0.0/15",
                "172.32.0.0/12",
                "172.0.0.0/11",
                "127.0.0.0/8"
            })
    @DisplayName("S-12 refuses a range that is half the internet")
    void refusesHugeRanges(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(range), List.of()))
                .withMessageContaining("'" + range + "' would trust half the internet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "localhost",
                "10.1.2",
                "10.1.2.3.4",
                "10.1.2.256",
                "10.1.2.-1",
                "010.1.2.3",
                "10.1.2.0-10.1.2.9",
                "10.1.2.*",
                "10.1.2.0/255.255.255.0",
                "fe80::1%eth0",
                "fe80::1%1/64",
                "1:2:3",
                ".:1",
                ".::1",
                "::1::2",
                "12345::",
                "",
                "/8",
                "10.1.2.0/",
                "10.1.2.0/33",
                "10.1.2.0/-1",
                "10.1.2.0/+24",
                "10.1.2.0/024",
                "10.1.2.0/24/8",
                "::1/129",
                "::ffff:10.1.2.0/24",
                "10.1.2.0/99999999999"
            })
    @DisplayName("S-77 refuses what is no range, and looks no name up")
    void refusesWhatIsNoRange(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(range), List.of()))
                .withMessageContaining("'" + range + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3/24",
                "10.1.2.2/24",
                "10.1.2.128/24",
                "10.1.1.0/23",
                "fd00::1/64",
                "fd00::8000/64",
                "10.1.2.129/25"
            })
    @DisplayName("S-77 refuses a range that begins with one of its hosts: a single address may have been meant")
    void refusesHostBits(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(range), List.of()))
                .withMessageContaining("bits set behind its prefix");
    }

    @Test
    @DisplayName("S-77 refuses to trust nobody in particular")
    void refusesNoProxyAtAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(), List.of()))
                .withMessageContaining("no proxy is named");
    }

    @Test
    @DisplayName("S-12 asks for address and certificate where both are set")
    void bothMustHold() {
        TestIdentity proxy = PKI.server();
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.1"), List.of(proxy.thumbprint()));

        assertThat(proxies.contain("127.0.0.1", proxy.certificate())).isTrue();
        assertThat(proxies.contain("127.0.0.2", proxy.certificate())).isFalse();
        assertThat(proxies.contain(null, proxy.certificate())).isFalse();
        assertThat(proxies.contain("127.0.0.1", PKI.thief().certificate())).isFalse();
        assertThat(proxies.contain("127.0.0.1", proxy.renewed().certificate())).isFalse();
        assertThat(proxies.contain("127.0.0.1", null)).isFalse();
    }

    @Test
    @DisplayName("S-12 trusts a proxy by its certificate alone, in each spelling of the fingerprint")
    void trustsByCertificateAlone() {
        byte[] digest = Base64.getUrlDecoder().decode(PKI.server().thumbprint());
        String hex = String.format("%064x", new BigInteger(1, digest));
        String colons = hex.replaceAll("(..)(?!$)", "$1:").toUpperCase(Locale.ROOT);

        for (String fingerprint : List.of(PKI.server().thumbprint(), hex, colons)) {
            TrustedProxies proxies =
                    TrustedProxies.of(List.of(), List.of(PKI.thief().thumbprint(), fingerprint));
            assertThat(proxies.contain(null, PKI.server().certificate())).isTrue();
            assertThat(proxies.contain(null, PKI.serverA().certificate())).isFalse();
            assertThat(proxies.contain(null, null)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AB:CD", "sha256/abc", "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0="})
    @DisplayName("S-77 refuses what is no SHA-256 fingerprint")
    void refusesWhatIsNoFingerprint(String fingerprint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of(), List.of(fingerprint)))
                .withMessageContaining("openssl x509 -noout -fingerprint -sha256");
    }

    @Test
    void tellsWhetherTheAddressCounts() {
        assertThat(TrustedProxies.of(List.of("10.1.2.3"), List.of()).byAddress())
                .isTrue();
        assertThat(TrustedProxies.of(List.of(), List.of(RfcVectors.APPENDIX_A_THUMBPRINT))
                        .byAddress())
                .isFalse();
    }
}
