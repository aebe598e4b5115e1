package io.holdfast.keyring.rotation;

import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a server gave before it had the whole request. Under TLS 1.3 a server that refuses the client's
 * certificate says so when the client thinks that it may write: the connection breaks under the request, and the alert
 * is there to be read. For one connection. Safe for a thread that writes and one that reads.
 */
final class EarlyAnswer {
    /** For an alert that is still on its way. */
    private static final int MILLIS_FOR_AN_ALERT = 500;

    /** The JDK's text for a socket that this side has closed, without the first letter: it is written large or small. */
    private static final String CLOSED_HERE = "ocket closed";

    private final SSLSocket socket;
    private final ConnectionUse use;
    private volatile int first = -1;
    private volatile @Nullable SSLException refused;

    EarlyAnswer(SSLSocket socket, ConnectionUse use) {
        this.socket = socket;
        this.use = use;
    }

    /** The failure to throw in place of one that befell a write. */
    IOException explainWrite(IOException e) {
        if (e instanceof SSLException) {
            return use.end().explained((SSLException) e);
        }
        if (!(e instanceof SocketException) || use.isAnswered()) {
            return e;
        }
        boolean answered = !socket.isClosed() && hasFirstByte(e);
        SSLException refusal = refused; // whoever has read it: over HTTP/2 that may be another thread
        if (refusal != null) {
            SSLException same = new SSLException(String.valueOf(refusal.getMessage()), refusal);
            same.addSuppressed(e);
            return same;
        }
        return answered ? e : explainBreak(e);
    }

    private boolean hasFirstByte(IOException failure) {
        try {
            int read = readSoon();
            if (read >= 0) {
                first = read;
                use.hasRead();
                return true;
            }
        } catch (IOException e) {
            if (explainRead(e) == e) {
                failure.addSuppressed(e);
            }
        }
        return false;
    }

    private int readSoon() throws IOException {
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout(MILLIS_FOR_AN_ALERT);
        try {
            return socket.getInputStream().read();
        } finally {
            if (!socket.isClosed()) { // as an alert leaves it, which must not be lost here
                socket.setSoTimeout(timeout);
            }
        }
    }

    /** The failure to throw in place of one that befell a read. */
    IOException explainRead(IOException e) {
        if (!(e instanceof SSLException)) {
            return explainBreak(e);
        }
        SSLException explained = use.end().explained((SSLException) e);
        if (explained != e) {
            refused = explained;
        }
        return explained;
    }

    /** Blames the certificate only where the server was shown it and has not answered anything. */
    private IOException explainBreak(IOException e) {
        return e instanceof SocketException
                        && !use.isAnswered()
                        && !String.valueOf(e.getMessage()).contains(CLOSED_HERE)
                        && socket.getSession().getLocalCertificates() != null
                ? use.end().explained((SocketException) e)
                : e;
    }

    /** Delivers the byte that was read to explain a failure, once; false if there is none. */
    boolean takeInto(byte[] bytes, int offset) {
        int taken = first;
        first = -1;
        if (taken >= 0) {
            bytes[offset] = (byte) taken;
        }
        return taken >= 0;
    }
}
