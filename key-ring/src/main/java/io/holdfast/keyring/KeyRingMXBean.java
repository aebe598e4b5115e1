package io.holdfast.keyring;

/** A key ring's view in JMX; see {@link KeyRingStatus}. Read-only. */
public interface KeyRingMXBean {
    /** Tokens that were fetched. */
    long getFetches();

    /** Token calls that failed. */
    long getFetchFailures();

    /** Tokens that protected resources refused as invalid. */
    long getRefusedTokens();

    /** Attempts to use new credentials that failed. */
    long getReloadFailures();

    /** The number of the generation of credentials in use: 1 for the first. */
    long getGeneration();

    /** True if other credentials have been read and wait for their tokens. */
    boolean isWaiting();

    /** Seconds since the last token was fetched; negative if none was. */
    long getSecondsSinceLastFetch();

    /** The thumbprint of the certificate in use. */
    String getThumbprint();

    /** The end of the certificate in use, for example 2027-01-31T23:59:59Z. */
    String getCertificateEnd();
}
