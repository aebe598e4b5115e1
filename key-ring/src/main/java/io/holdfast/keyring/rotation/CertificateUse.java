package io.holdfast.keyring.rotation;

/** Decides which servers see the client's certificate, and hears how each connection went. Safe for use by several threads. */
public interface CertificateUse {
    /** True if a server may see the certificate. */
    boolean isOffered(String host, int port);

    /**
     * Hears of a server that ended TLS because it requires a certificate, or may: none was shown.
     *
     * @param problem what the server did, a sentence
     * @return the reason why none was shown, for the application: the end of a sentence
     */
    String unshown(String host, int port, String problem);

    /**
     * Hears of a connection to a server that may see the certificate.
     *
     * @param asked false if it has not asked for the certificate
     */
    void connected(String host, int port, boolean asked);

    /** Hears why nothing was sent over a connection that shows another certificate. */
    void withheld(String reason);
}
