package io.holdfast.certificate;

/** A forwarded certificate that differs from its format. The message never quotes the value. */
public final class MalformedCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCertificateException(String message) {
        super(message);
    }

    MalformedCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
