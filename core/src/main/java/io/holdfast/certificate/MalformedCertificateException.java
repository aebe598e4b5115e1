package io.holdfast.certificate;

/** A forwarded certificate that does not stand as its format says. The message never holds what came. */
final class MalformedCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCertificateException(String message) {
        super(message);
    }

    MalformedCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
