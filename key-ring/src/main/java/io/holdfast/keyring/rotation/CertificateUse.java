package io.holdfast.keyring.rotation;

/** Decides which servers see the client's certificate, and hears how each connection went. Safe for use by several threads. */
public interface CertificateUse {
    /** True if a server may see the certificate. */
    boolean isOffered(String host, int port);

    /** The reason why a server sees none, for one that requires one: the end of a sentence. */
    String unshown(String host, int port);

    /**
     * Hears of a connection to a server that may see the certificate.
     *
     * @param asked false if it has not asked for the certificate
     */
    void connected(String host, int port, boolean asked);

    /** Hears why nothing was sent over a connection that shows another certificate, or none although one is required. */
    void withheld(String reason);
}
