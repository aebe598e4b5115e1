package io.holdfast.okhttp;

import java.net.ProtocolException;

/**
 * The connection was made with another certificate than the one that the token is bound to, so nothing was sent. Of the
 * kinds of IOException one that OkHttp does not try again by itself.
 */
final class WrongCertificateException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    WrongCertificateException(String message) {
        super(message);
    }
}
