package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.testkit.ForwardedHeader;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestPki;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwardedCertificateSourceTest {
    private static final TestPki PKI = TestPki.create();
    private static final X509Certificate CLIENT = PKI.serverA().certificate();
    private static final X509Certificate PROXY = PKI.server().certificate();
    private static final String PROXY_ADDRESS = "10.1.2.3";
    private static final String VALUE = ForwardedHeader.value("rfc9440", CLIENT);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final ForwardedCertificateSource source = source(CertificateHeaderFormat.RFC9440, PeerAddress.SOCKET);

    private ForwardedCertificateSource source(CertificateHeaderFormat format, PeerAddress peerAddress) {
        return source(format, 1, peerAddress);
    }

    private ForwardedCertificateSource source(CertificateHeaderFormat format, int hops, PeerAddress peerAddress) {
        return new ForwardedCertificateSource(
                format,
                format.defaultHeader(),
                hops,
                TrustedProxies.of(List.of(PROXY_ADDRESS), List.of()),
                peerAddress,
                nanos::get);
    }

    private static Connection fromProxy() {
        return new Connection(List.of(), true, null, PROXY_ADDRESS, "203.0.113.9");
    }

    private static Connection from(@Nullable String address) {
        return new Connection(List.of(), true, null, address, address);
    }

    /** A connection as a container would tell it; header lines are name, value, name, value. */
    record Connection(
            List<String> lines,
            boolean secure,
            @Nullable Object clientCertificateAttribute,
            @Nullable String peerAddress,
            @Nullable String remoteAddress)
            implements IncomingConnection {

        Connection header(String name, String value) {
            List<String> more = new ArrayList<>(lines);
            more.add(name);
            more.add(value);
            return new Connection(more, secure, clientCertificateAttribute, peerAddress, remoteAddress);
        }

        Connection plain() {
            return new Connection(lines, false, clientCertificateAttribute, peerAddress, remoteAddress);
        }

        Connection tls(X509Certificate... chain) {
            return new Connection(lines, true, chain, peerAddress, remoteAddress);
        }

        @Override
        public List<String> headers(String name) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < lines.size(); i += 2) {
                if (lines.get(i).equalsIgnoreCase(name)) {
                    values.add(lines.get(i + 1));
                }
            }
            return values;
        }
    }

    private static void assertHides(ClientCertificate client, String... names) {
        assertThat(names).allMatch(client.hiddenHeaders()::hides);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-22 takes each format from its own header, and lets the application see it")
    void takesEachFormat(CertificateHeaderFormat format) {
        String header = format.defaultHeader();
        ClientCertificate client = source(format, PeerAddress.SOCKET)
                .of(fromProxy().header(header, ForwardedHeader.value(format.settingValue(), CLIENT)));

        assertThat(client.certificate()).isEqualTo(CLIENT);
        assertThat(client.header()).isEqualTo(header);
        assertThat(client.hiddenHeaders().hides(header)).isFalse();
        assertThat(client.hiddenHeaders().hides("Client-Cert-Chain"))
                .isEqualTo(format != CertificateHeaderFormat.RFC9440);
    }

    @Test
    @DisplayName("S-12 D1 ignores the header of anybody else, counts it and keeps it from the application")
    void ignoresTheHeaderOfOthers() {
        for (String address : new String[] {"10.1.2.4", "127.0.0.1", "::1", "", "10.1.2.3%eth0", null}) {
            ClientCertificate client = source.of(from(address).header("Client-Cert", VALUE));

            assertThat(client.certificate()).isNull();
            assertThat(client.header()).isNull();
            assertHides(client, "Client-Cert", "Client_Cert", "Client-Cert-Chain");
        }
        assertThat(source.ignored()).isEqualTo(6);
        assertThat(source.malformed()).isZero();
    }

    @Test
    @DisplayName("S-12 counts no request that has no such header")
    void countsOnlyHeaders() {
        source.of(from("10.1.2.4"));
        source.of(from("10.1.2.4").header("X-Client-Cert", VALUE));

        assertThat(source.ignored()).isZero();
    }

    @Test
    @DisplayName(
            "S-12 warns of ignored headers once a minute, with the count, the address and the remedy, and no header text")
    void warnsOnceAMinute() {
        TestLog log = new TestLog();
        for (int i = 0; i < 3; i++) {
            source.of(from("10.1.2.4").header("Client-Cert", VALUE));
        }
        assertThat(log.text())
                .containsOnlyOnce("Ignored the header Client-Cert from 10.1.2.4, 1 times so far.")
                .contains("'trustedProxies'")
                .doesNotContain(VALUE.substring(5, 30));

        nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        source.of(from("10.1.2.4").header("Client-Cert", VALUE));
        assertThat(log.text()).doesNotContain("so far. 4");
        nanos.incrementAndGet();
        source.of(from("10.1.2.5").header("Client-Cert", VALUE));
        assertThat(log.text()).contains("Ignored the header Client-Cert from 10.1.2.5, 5 times so far.");
    }

    @Test
    @DisplayName(
            "S-13 says what to change where the container does not tell the socket's address, and shows no text as one")
    void saysWhatToChangeForUnknownAddresses() {
        TestLog log = new TestLog();
        source.of(new Connection(List.of(), true, null, null, PROXY_ADDRESS).header("Client-Cert", VALUE));
        assertThat(log.text()).contains("from an unknown address").contains("'peerAddress'");

        TestLog second = new TestLog();
        ForwardedCertificateSource lenient = source(CertificateHeaderFormat.RFC9440, PeerAddress.REMOTE_ADDR);
        lenient.of(new Connection(List.of(), true, null, null, "10.1.2.3\nforged line").header("Client-Cert", VALUE));
        assertThat(second.text()).contains("from an unknown address").doesNotContain("forged line");
    }

    @Test
    @DisplayName("S-13 a forwarded address makes nobody a trusted proxy")
    void forwardedAddressesMeanNothing() {
        Connection forged = new Connection(List.of(), true, null, "10.9.9.9", PROXY_ADDRESS)
                .header("X-Forwarded-For", PROXY_ADDRESS)
                .header("Forwarded", "for=" + PROXY_ADDRESS)
                .header("X-Real-IP", PROXY_ADDRESS)
                .header("Client-Cert", VALUE);

        assertThat(source.of(forged).certificate()).isNull();
        assertThat(source(CertificateHeaderFormat.RFC9440, PeerAddress.REMOTE_ADDR)
                        .of(forged)
                        .certificate())
                .isNull();
    }

    @Test
    @DisplayName(
            "S-13 takes the container's word for the address only where the settings say so and nothing better is known")
    void takesTheContainersWordWhenTold() {
        Connection unknown = new Connection(List.of(), true, null, null, PROXY_ADDRESS).header("Client-Cert", VALUE);

        assertThat(source.of(unknown).certificate()).isNull();
        assertThat(source(CertificateHeaderFormat.RFC9440, PeerAddress.REMOTE_ADDR)
                        .of(unknown)
                        .certificate())
                .isEqualTo(CLIENT);
    }

    @Test
    @DisplayName("S-12 asks for the proxy's own certificate where one is set, and trusts it without an address")
    void asksForTheProxysCertificate() {
        ForwardedCertificateSource byCertificate = new ForwardedCertificateSource(
                CertificateHeaderFormat.RFC9440,
                "Client-Cert",
                1,
                TrustedProxies.of(List.of(), List.of(PKI.server().thumbprint())),
                PeerAddress.SOCKET);

        assertThat(byCertificate
                        .of(from(null).tls(PROXY).header("Client-Cert", VALUE))
                        .certificate())
                .isEqualTo(CLIENT);
        assertThat(byCertificate
                        .of(fromProxy().tls(CLIENT, PROXY).header("Client-Cert", VALUE))
                        .certificate())
                .isNull();
        assertThat(byCertificate.of(fromProxy().header("Client-Cert", VALUE)).certificate())
                .isNull();
        assertThat(byCertificate.ignored()).isEqualTo(2);
    }

    @Test
    @DisplayName("S-14 never takes the TLS attribute for the client's, whatever the header is")
    void neverTakesTheTlsAttribute() {
        for (Connection connection : List.of(fromProxy(), from("10.1.2.4"))) {
            assertThat(source.of(connection.tls(CLIENT)).certificate()).isNull();
            assertThat(source.of(connection.tls(CLIENT).header("Client-Cert", "broken"))
                            .certificate())
                    .isNull();
            assertThat(source.of(connection.tls(CLIENT).header("Client-Cert", "::"))
                            .certificate())
                    .isNull();
        }
    }

    @Test
    @DisplayName("S-15 takes none of two header lines, equal or not, and hides both")
    void takesNoneOfTwo() {
        for (String second : List.of(
                VALUE, "", "::", ForwardedHeader.value("rfc9440", PKI.thief().certificate()))) {
            ClientCertificate client =
                    source.of(fromProxy().header("Client-Cert", VALUE).header("client-cert", second));
            assertThat(client.certificate()).isNull();
            assertHides(client, "Client-Cert", "Client-Cert-Chain");
        }
        assertThat(source.malformed()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(null)", "", "::", "-", "NONE", " ", "\t", " (null) "})
    @DisplayName("D13 takes what proxies write for no certificate as none, and does not call it malformed")
    void takesPlaceholdersAsNone(String value) {
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            ForwardedCertificateSource each = source(format, PeerAddress.SOCKET);
            ClientCertificate client = each.of(fromProxy().header(format.defaultHeader(), value));

            assertThat(client.certificate()).isNull();
            assertThat(client.header()).isNull();
            assertThat(each.malformed()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(null)x", "null", "none", ":", ":::", "--", "0"})
    @DisplayName("D13 takes what only resembles these as malformed")
    void takesOtherTextAsMalformed(String value) {
        assertThat(source.of(fromProxy().header("Client-Cert", value)).certificate())
                .isNull();
        assertThat(source.malformed()).isEqualTo(1);
    }

    @Test
    @DisplayName("S-16 bears space around the value, which is no part of it")
    void bearsSpaceAround() {
        assertThat(source.of(fromProxy().header("Client-Cert", " \t" + VALUE + "\t "))
                        .certificate())
                .isEqualTo(CLIENT);
    }

    @Test
    @DisplayName("S-20 never takes Client-Cert-Chain, and calls it malformed without Client-Cert")
    void neverTakesTheChain() {
        assertThat(source.of(fromProxy().header("Client-Cert-Chain", VALUE)).certificate())
                .isNull();
        assertThat(source.malformed()).isEqualTo(1);

        String thief = ForwardedHeader.value("rfc9440", PKI.thief().certificate());
        assertThat(source.of(fromProxy().header("Client-Cert", VALUE).header("Client-Cert-Chain", thief))
                        .certificate())
                .isEqualTo(CLIENT);
    }

    @Test
    @DisplayName("S-20 in other formats than RFC 9440 a lone Client-Cert-Chain is nothing, not malformed, and hidden")
    void theChainIsNothingInOtherFormats() {
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            if (format != CertificateHeaderFormat.RFC9440) {
                ForwardedCertificateSource each = source(format, PeerAddress.SOCKET);
                ClientCertificate client = each.of(fromProxy().header("Client-Cert-Chain", VALUE));

                assertThat(client.certificate()).isNull();
                assertThat(each.malformed()).isZero();
                assertHides(client, "Client-Cert-Chain", format.defaultHeader());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client_Cert", "ClientCert", "X-Client-Cert", "Client-Cert ", "Client-Certificate"})
    @DisplayName("D5 reads the exact name only, and hides the look-alike with underscores")
    void readsTheExactNameOnly(String name) {
        ClientCertificate client = source.of(fromProxy().header(name, VALUE));
        assertThat(client.certificate()).isNull();
        assertHides(client, "Client-Cert", "Client_Cert", "Client-Cert-Chain");

        ClientCertificate both = source.of(fromProxy().header(name, VALUE).header("Client-Cert", VALUE));
        assertThat(both.certificate()).isEqualTo(CLIENT);
        assertHides(both, "Client_Cert", "client_cert", "Client_Cert_Chain");
    }

    @Test
    @DisplayName("S-10 takes plain HTTP from a trusted proxy for TLS, and from nobody else")
    void takesPlainHttpFromTheProxyForTls() {
        assertThat(source.of(fromProxy().plain()).overTls()).isTrue();
        assertThat(source.of(fromProxy().plain().header("X-Forwarded-Proto", "https"))
                        .overTls())
                .isTrue();
        assertThat(source.of(fromProxy().plain().header("X-Forwarded-Proto", "HTTPS, https"))
                        .overTls())
                .isTrue();

        for (String ofWebSockets : List.of("wss", "WSS", "https, wss", " wss ,https")) {
            assertThat(source.of(fromProxy().plain().header("X-Forwarded-Proto", ofWebSockets))
                            .overTls())
                    .isTrue();
        }

        for (String claim : List.of("https", "wss")) {
            assertThat(source.of(from("10.1.2.4").plain().header("X-Forwarded-Proto", claim))
                            .overTls())
                    .isFalse();
        }
        assertThat(source.of(from("10.1.2.4")).overTls()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http", "https, http", "http,https", "ws", "wss, ws", "ws,https", "wss,http", "wsss", "", ","})
    @DisplayName("S-10 believes a trusted proxy that says its client spoke no TLS")
    void believesTheProxyAboutHttp(String protocol) {
        assertThat(source.of(fromProxy().header("X-Forwarded-Proto", protocol)).overTls())
                .isFalse();
    }

    @Test
    @DisplayName("S-16 tells once a minute why a trusted proxy's header is no certificate, without its text")
    void tellsWhyItIsMalformed() {
        TestLog log = new TestLog();
        source.of(fromProxy().header("Client-Cert", VALUE.substring(1)));
        source.of(fromProxy().header("Client-Cert", VALUE + "x"));

        assertThat(log.text())
                .containsOnlyOnce("is no certificate in the format 'rfc9440', 1 times so far")
                .contains("between two colons")
                .doesNotContain(VALUE.substring(5, 30));
        assertThat(source.malformed()).isEqualTo(2);
    }

    private ClientCertificate ofElements(int hops, String... elements) {
        return source(CertificateHeaderFormat.ENVOY, hops, PeerAddress.SOCKET)
                .of(fromProxy().header("X-Forwarded-Client-Cert", String.join(",", elements)));
    }

    @Test
    @DisplayName("S-22 envoy: takes the client's element where each trusted hop has appended one, and no other number")
    void takesTheClientsElement() {
        String client = ForwardedHeader.value("envoy", CLIENT);
        String gateway = ForwardedHeader.value("envoy", PROXY);
        String forged = ForwardedHeader.value("envoy", PKI.thief().certificate());

        assertThat(ofElements(1, client).certificate()).isEqualTo(CLIENT);
        assertThat(ofElements(2, client, gateway).certificate()).isEqualTo(CLIENT);
        assertThat(ofElements(3, client, gateway, gateway).certificate()).isEqualTo(CLIENT);
        for (ClientCertificate none : List.of(
                ofElements(1, client, gateway),
                ofElements(2, gateway),
                ofElements(2, forged, client, gateway),
                ofElements(2, client, forged, gateway),
                ofElements(2, client + ",", gateway),
                ofElements(2, client, "x"),
                ofElements(2, client, gateway + ";Hash=" + "0".repeat(64)))) {
            assertThat(none.isPresented()).isFalse();
        }
    }

    @Test
    @DisplayName("S-22 S-44 envoy: a hash without certificate is the thumbprint, in this format alone")
    void takesTheHashForTheThumbprint() {
        String hash = ForwardedHeader.envoysHash(PKI.serverA().certificate());
        CertificateThumbprint thumbprint = CertificateThumbprint.of(CLIENT);

        ClientCertificate known = ofElements(1, hash + ";Subject=\"CN=x\"");
        assertThat(known.certificate()).isNull();
        assertThat(known.thumbprint()).isEqualTo(thumbprint);
        assertThat(known.isPresented()).isTrue();
        assertThat(known.header()).isEqualTo("X-Forwarded-Client-Cert");
        assertThat(ofElements(2, hash.toUpperCase(Locale.ROOT), "By=spiffe://a;Hash=" + "0".repeat(64))
                        .thumbprint())
                .isEqualTo(thumbprint);
        for (String other : List.of(
                hash + "0",
                hash.substring(0, hash.length() - 1),
                hash.substring(0, hash.length() - 1) + "g",
                "Hash=" + thumbprint.value(),
                hash + ";" + hash,
                hash + ";Cert=",
                hash + ";Cert=\"" + ForwardedHeader.value("nginx", PKI.thief().certificate()) + "\"",
                "Subject=\"CN=x\"")) {
            assertThat(ofElements(1, other).isPresented()).as(other).isFalse();
        }
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            if (format != CertificateHeaderFormat.ENVOY) {
                assertThat(source(format, PeerAddress.SOCKET)
                                .of(fromProxy().header(format.defaultHeader(), hash))
                                .isPresented())
                        .as(format.settingValue())
                        .isFalse();
            }
        }
    }
}
