package io.holdfast.doctor.tls;

import io.holdfast.binding.CertificateThumbprint;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Facts of one connection up to now: what was asked for and sent, not what was intended. Immutable. */
public final class TlsObservation {
    private final InetSocketAddress address;
    private final boolean asked;
    private final boolean askedLate;
    private final List<String> authorities;
    private final List<X509Certificate> serverChain;
    private final Optional<X509Certificate> sent;
    private final String protocol;
    private final String cipher;
    private final String alpn;
    private final boolean resumed;

    private TlsObservation(
            InetSocketAddress address,
            HandshakeObserver observer,
            Optional<X509Certificate> sent,
            String protocol,
            String cipher,
            String alpn,
            boolean resumed) {
        this.address = address;
        this.asked = observer.isAsked();
        this.askedLate = observer.isAskedLate();
        this.authorities = observer.authorities();
        this.serverChain = observer.serverChain();
        this.sent = sent;
        this.protocol = protocol;
        this.cipher = cipher;
        this.alpn = alpn;
        this.resumed = resumed;
    }

    /** Facts of a connection whose handshake has not ended. */
    static TlsObservation unfinished(InetSocketAddress address, HandshakeObserver observer) {
        return new TlsObservation(address, observer, Optional.empty(), "", "", "", false);
    }

    static TlsObservation of(InetSocketAddress address, HandshakeObserver observer, SSLSocket socket) {
        return new TlsObservation(
                address,
                observer,
                first(socket.getSession().getLocalCertificates()),
                socket.getSession().getProtocol(),
                socket.getSession().getCipherSuite(),
                text(socket.getApplicationProtocol()),
                observer.serverChain().isEmpty());
    }

    private static Optional<X509Certificate> first(java.security.cert.Certificate @Nullable [] chain) {
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate
                ? Optional.of((X509Certificate) chain[0])
                : Optional.empty();
    }

    private static String text(@Nullable String text) {
        return text != null ? text : "";
    }

    /** The address that was connected. */
    public InetSocketAddress address() {
        return address;
    }

    /** True if the server asked for a client certificate. A resumed session has no such question. */
    public boolean asked() {
        return asked;
    }

    /** True if it asked only after the first handshake, when the request had been sent. */
    public boolean askedLate() {
        return askedLate;
    }

    /** Names of the authorities whose certificates the server wants. Empty for any, or if it did not ask. */
    public List<String> authorities() {
        return authorities;
    }

    /** The server's certificates as they came. Empty if the session was resumed, or before they came. */
    public List<X509Certificate> serverChain() {
        return serverChain;
    }

    /** The client certificate of the session; empty if none was sent. */
    public Optional<X509Certificate> sent() {
        return sent;
    }

    /** The thumbprint of the client certificate of the session; empty if none was sent. */
    public Optional<CertificateThumbprint> sentThumbprint() {
        return sent.map(CertificateThumbprint::of);
    }

    /** The TLS version, for example {@code TLSv1.3}; empty before the end of the handshake. */
    public String protocol() {
        return protocol;
    }

    /** The cipher suite; empty before the end of the handshake. */
    public String cipher() {
        return cipher;
    }

    /** The application protocol that the server chose, for example {@code h2}; empty for none. */
    public String alpn() {
        return alpn;
    }

    /** True if the session is an earlier one, whose client certificate it keeps. */
    public boolean resumed() {
        return resumed;
    }
}
