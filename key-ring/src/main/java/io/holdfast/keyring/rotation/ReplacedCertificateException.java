package io.holdfast.keyring.rotation;

import java.net.SocketException;

/**
 * A connection was made with a certificate that has been replaced, and nothing of the next request was sent over it: of the
 * kinds of IOException one after which clients call again.
 */
public final class ReplacedCertificateException extends SocketException {
    private static final long serialVersionUID = 1L;

    ReplacedCertificateException(String message) {
        super(message);
    }
}
