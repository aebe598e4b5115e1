package io.holdfast.doctor.tls;

import io.holdfast.text.Printable;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what probably went wrong on a connection. */
final class Failures {
    private Failures() {}

    /** The exception in a few words. */
    static String shown(Exception e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message != null ? ": " + Printable.of(message) : "");
    }

    static String ofHandshake(String host, int port, HandshakeObserver observer, IOException e) {
        String server = host + ":" + port;
        Throwable untrusted = causeOf(e, CertificateException.class);
        List<X509Certificate> chain = observer.serverChain();
        if (untrusted != null && !chain.isEmpty()) {
            X509Certificate first = chain.get(0);
            String message = String.valueOf(untrusted.getMessage());
            return "The certificate of " + server + " is not accepted: subject "
                    + name(first.getSubjectX500Principal().getName())
                    + ", issuer " + name(first.getIssuerX500Principal().getName()) + " (" + Printable.of(message)
                    + "). "
                    + (message.contains("PKIX") || message.contains("trust")
                            ? "If that issuer is the right one, name its certificate: --trust FILE."
                            : "Check the host in the URL: the certificate must name it.");
        }
        if (observer.isAsked()) {
            return server + " asked for a client certificate and ended the handshake (" + shown(e)
                    + "). Its TLS probably refuses the certificate, or does without none.";
        }
        return server + " ended the handshake (" + shown(e) + "). Check that it speaks TLS 1.2 or 1.3 there.";
    }

    private static String name(String name) {
        return Printable.of(name);
    }

    private static @Nullable Throwable causeOf(Throwable e, Class<? extends Throwable> type) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
