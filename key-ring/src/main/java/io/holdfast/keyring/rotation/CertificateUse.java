package io.holdfast.keyring.rotation;

/** Decides which servers see the client's certificate, and hears how each connection went. Safe for use by several threads. */
public interface CertificateUse {
    /** True if a server may see the certificate. */
    boolean isOffered(String host, int port);

    /**
     * The reason why a server sees none, for one that requires one: the end of a sentence.
     *
     * @param server its host and port
     */
    String unshown(String server);

    /**
     * Hears of a connection to a server that may see the certificate.
     *
     * @param server its host and port
     * @param asked false if it has not asked for the certificate
     */
    void connected(String server, boolean asked);

    /** Hears why nothing was sent over a connection that shows another certificate, or none although one is required. */
    void withheld(String reason);
}
