package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Real handshakes between the identities. */
class TestTlsTest {

    private static final TestPki PKI = TestPki.create();
    private static final X509Certificate AUTHORITY = PKI.authority().certificate();

    @Test
    void showsTheServerTheCertificateOfTheClient() throws Exception {
        SSLContext server = PKI.server().serverContextForClientsOf(List.of(AUTHORITY));

        assertThat(clientSeenBy(server, PKI.serverA().clientContext(AUTHORITY)))
                .isEqualTo(PKI.serverA().certificate());
        assertThat(clientSeenBy(server, PKI.thief().clientContext(AUTHORITY)))
                .isEqualTo(PKI.thief().certificate());
    }

    @Test
    void refusesClientsOfOtherAuthorities() {
        SSLContext server = PKI.server().serverContextForClientsOf(List.of(AUTHORITY));

        assertThatThrownBy(() -> clientSeenBy(server, PKI.selfSigned().clientContext(AUTHORITY)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void takesAnyClientOnRequest() throws Exception {
        SSLContext any = PKI.server().serverContextForAnyClient();
        SSLContext naming = PKI.server().serverContextNaming(AUTHORITY);

        assertThat(clientSeenBy(any, PKI.selfSigned().clientContext(AUTHORITY)))
                .isEqualTo(PKI.selfSigned().certificate());
        assertThat(clientSeenBy(naming, PKI.selfSigned().clientContext(AUTHORITY)))
                .isEqualTo(PKI.selfSigned().certificate());
        assertThatThrownBy(() -> clientSeenBy(any, TestTls.clientWithoutCertificate(AUTHORITY)))
                .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
    }

    @Test
    void asksForTheIdentityInEveryHandshake() throws Exception {
        AtomicReference<TestIdentity> present = new AtomicReference<>();
        SSLContext client = TestTls.clientWithChangingIdentity(present::get, AUTHORITY);

        for (TestIdentity identity : List.of(PKI.serverA(), PKI.partnerB())) {
            present.set(identity);
            // A server that knows no session yet, so that none is resumed.
            SSLContext server = PKI.server().serverContextForAnyClient();
            assertThat(clientSeenBy(server, client)).isEqualTo(identity.certificate());
        }
    }

    /** The client trusts the authority, so the server has shown its own certificate, too. */
    private static X509Certificate clientSeenBy(SSLContext server, SSLContext client) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening =
                        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback);
                SSLSocket socket =
                        (SSLSocket) client.getSocketFactory().createSocket(loopback, listening.getLocalPort())) {
            listening.setWantClientAuth(true);
            CompletableFuture<X509Certificate> seen = CompletableFuture.supplyAsync(() -> accept(listening));
            // In TLS 1.3 the client is through before the server has judged it, so the server is asked.
            socket.startHandshake();
            return seen.get();
        }
    }

    private static X509Certificate accept(SSLServerSocket listening) {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
            accepted.startHandshake();
            return (X509Certificate) accepted.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
