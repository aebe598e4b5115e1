package io.holdfast.httpclient;

import org.apache.hc.core5.http.ProtocolException;

/**
 * The connection was made with another certificate than the one that the token is bound to, so nothing was sent. It is no
 * {@code IOException}: HttpClient must not send the same request over the same kind of connection again.
 */
final class WrongCertificateException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    WrongCertificateException(String message) {
        super(message);
    }
}
