package io.holdfast.door;

import java.util.List;
import java.util.Map;

/** A protected resource as JMX shows it. It changes nothing. Counts begin with the start of the application. */
public interface ProtectedResourceMXBean {
    /** The mode in effect: enforce or report-only. */
    String getMode();

    /** The access rules that say otherwise for their paths. */
    List<String> getModeExceptions();

    /** Requests that passed with their token. */
    long getAccepted();

    /** Requests that passed because their path is open. */
    long getOpen();

    /** Requests that were refused. */
    long getRefused();

    /** The same by the code of the reason; those that have happened. */
    Map<String, Long> getRefusedByReason();

    /** Requests that passed and would have been refused. */
    long getReported();

    /** The same by the code of the reason; those that have happened. */
    Map<String, Long> getReportedByReason();

    /** Tokens that are remembered. */
    long getCachedTokens();

    /** How often a token was remembered; from anew for an issuer whose settings have changed. */
    long getCacheHits();

    /** How often one was not. */
    long getCacheMisses();

    /** Whether tokens of every issuer can be verified, as far as is known; false as long as that is not known. */
    boolean isHealthy();

    /** UP if healthy; DOWN if not; UNKNOWN as long as the first metadata and keys of an issuer are being fetched. */
    String getHealth();

    /** By issuer, seconds since its server was asked for the keys in use; -1 if there are none. */
    Map<String, Long> getKeysAgeSeconds();

    /** By issuer, why its keys or metadata could not be fetched last, or why it is not asked just now; those that fail. */
    Map<String, String> getIssuerFailures();

    /** The last thing that went wrong here: an authorization server, a fault, settings; empty for nothing. */
    String getLastError();

    /** When that was, as in 2027-01-31T23:59:59Z; empty for never. */
    String getLastErrorTime();

    /** The file of settings; empty if there is none. */
    String getSettingsFile();

    /** How often changed settings were put into effect. */
    long getSettingsReloads();

    /** How often changed settings did not work, so that the earlier ones stayed. */
    long getSettingsReloadFailures();
}
