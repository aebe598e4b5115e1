package io.holdfast.keyring;

/** A key ring as JMX shows it; see {@link KeyRingStatus}. It changes nothing. */
public interface KeyRingMXBean {
    /** Tokens that were fetched. */
    long getFetches();

    /** Calls for tokens that were in vain. */
    long getFetchFailures();

    /** Tokens that protected resources refused as invalid. */
    long getRefusedTokens();

    /** Attempts to put new credentials into use that were in vain. */
    long getReloadFailures();

    /** Which credentials are in use: 1 are the first. */
    long getGeneration();

    /** Whether other credentials have been read that wait for their tokens. */
    boolean isWaiting();

    /** Seconds since the last token was fetched; negative if none was. */
    long getSecondsSinceLastFetch();

    /** The thumbprint of the certificate in use. */
    String getThumbprint();

    /** When the certificate in use ends, as in 2027-01-31T23:59:59Z. */
    String getCertificateEnd();
}
