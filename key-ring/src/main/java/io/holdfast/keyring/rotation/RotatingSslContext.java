package io.holdfast.keyring.rotation;

import io.holdfast.keystore.CredentialGeneration;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context that always follows the present one: each socket and engine belongs to the generation of the moment at
 * which it is made. For clients that take one context for good.
 *
 * <p>Such a client keeps connections, and a token of the new certificate would be refused over one of the old, for as
 * long as the pool lends it. So connections that show a certificate end when it has been replaced: a request under way
 * goes on, and then the socket counts as closed and the engine refuses its next input, with an {@code IOException} and
 * before anything is sent. The pool drops the connection, and the next one is made with the present certificate. A
 * client that does not ask whether a socket is closed, or that has an engine, fails the one call that would have reused
 * the connection; over HTTP/2 with an engine, the calls that share it. Give each call a timeout: {@code java.net.http}
 * has left a call without an end whose HTTP/2 connection ended so. A client that cannot bear that needs a context of
 * one generation for each token, as the clients that come with the key ring have.
 *
 * <p>No TLS session is resumed beyond its generation.
 *
 * <p>Safe for use by several threads.
 */
public final class RotatingSslContext {
    private RotatingSslContext() {}

    /**
     * Makes a context that follows the present one. It is initialised already, and refuses another initialisation.
     *
     * @param present the context of the present generation; asked for each new connection
     */
    public static SSLContext of(Supplier<SSLContext> present) {
        return new Context(present, new PeerContexts() {
            @Override
            public PeerContext forPeer(@Nullable String host, int port) {
                SSLContext context = present.get();
                return new PeerContext(context, ConnectionUse.whileInUse(context, present));
            }

            @Override
            public boolean needPeer() {
                return false;
            }
        });
    }

    /**
     * Makes a context that follows the credentials in use and presents their certificate only to some servers. A socket
     * or engine without its server's name presents none; an unconnected socket is refused.
     *
     * @param present the credentials in use; asked for each new connection
     */
    public static SSLContext of(Supplier<CredentialGeneration> present, CertificateUse use) {
        return offering(present, use, (made, host, port) -> ConnectionUse.whileInUse(made, present, host, port, use));
    }

    /** A context for one generation of credentials: its connections do not end when others are in use. */
    public static SSLContext of(CredentialGeneration credentials, CertificateUse use) {
        return offering(() -> credentials, use, (made, host, port) -> ConnectionUse.always(made, host, port, use));
    }

    /** A context for one generation of credentials that presents the certificate to no server. */
    public static SSLContext withoutCertificate(CredentialGeneration credentials, CertificateUse use) {
        return offering(() -> credentials, use, null);
    }

    /** @param making of connections that show the certificate; null: it is offered to nobody */
    private static SSLContext offering(
            Supplier<CredentialGeneration> present, CertificateUse use, @Nullable Making making) {
        return new Context(() -> present.get().sslContext(), new PeerContexts() {
            @Override
            public PeerContext forPeer(@Nullable String host, int port) {
                CredentialGeneration credentials = present.get();
                if (host != null && making != null && use.isOffered(host, port)) {
                    return new PeerContext(credentials.sslContext(), making.of(credentials, host, port));
                }
                return new PeerContext(
                        credentials.sslContextWithoutCertificate(),
                        host != null ? ConnectionUse.withoutCertificate(host, port, use) : null);
            }

            @Override
            public boolean needPeer() {
                return true;
            }
        });
    }

    /** Decides how long a connection may be used. */
    private interface Making {
        ConnectionUse of(CredentialGeneration made, String host, int port);
    }

    /** Selects the context for the connection to a server. */
    interface PeerContexts {
        /** The context of the next connection to a server; the server's name is null where nobody knows it. */
        PeerContext forPeer(@Nullable String host, int port);

        /** True if the context depends on the server. */
        boolean needPeer();
    }

    /** Subclasses SSLContext, whose constructor is protected. */
    private static final class Context extends SSLContext {
        Context(Supplier<SSLContext> present, PeerContexts contexts) {
            super(
                    new Spi(present, contexts),
                    present.get().getProvider(),
                    present.get().getProtocol());
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final Supplier<SSLContext> present;
        private final PeerContexts contexts;
        private volatile @Nullable RotatingSocketFactory sockets;

        Spi(Supplier<SSLContext> present, PeerContexts contexts) {
            this.present = present;
            this.contexts = contexts;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("This TLS context follows its key store and cannot be initialised.");
        }

        /** Returns one object for each generation, by which clients find the kept connections that they may use. */
        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            SSLContext context = present.get();
            RotatingSocketFactory factory = sockets;
            if (factory == null || !factory.isOf(context)) {
                factory = new RotatingSocketFactory(contexts, context);
                sockets = factory;
            }
            return factory;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return present.get().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return contexts.forPeer(null, -1).engine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return contexts.forPeer(host, port).engine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return present.get().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return present.get().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return present.get().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return present.get().getSupportedSSLParameters();
        }
    }
}
