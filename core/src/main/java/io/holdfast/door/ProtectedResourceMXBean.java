package io.holdfast.door;

import java.util.List;
import java.util.Map;

/** A protected resource's view in JMX. Read-only. Counts begin with the start of the application. */
public interface ProtectedResourceMXBean {
    /** The mode in effect: enforce or report-only. */
    String getMode();

    /** The access rules whose own mode differs from it. */
    List<String> getModeExceptions();

    /** Requests that passed with their token. */
    long getAccepted();

    /** Requests that passed because their path is open. */
    long getOpen();

    /** Requests that were refused. */
    long getRefused();

    /** Requests that were refused, by reason code; codes without a request are left out. */
    Map<String, Long> getRefusedByReason();

    /** Requests that passed but would have been refused. */
    long getReported();

    /** Requests that passed but would have been refused, by reason code; codes without a request are left out. */
    Map<String, Long> getReportedByReason();

    /** Tokens in the cache. */
    long getCachedTokens();

    /** Cache hits; counted from zero again for an issuer whose settings have changed. */
    long getCacheHits();

    /** Cache misses. */
    long getCacheMisses();

    /** True if tokens of every issuer can be verified; false also while this is unknown. */
    boolean isHealthy();

    /** UP if healthy; DOWN if not; UNKNOWN while the first metadata and keys of an issuer are being fetched. */
    String getHealth();

    /** By issuer, seconds since the keys in use were requested from its server; -1 without keys. */
    Map<String, Long> getKeysAgeSeconds();

    /**
     * By issuer with something to put right: why the last fetch of its keys or metadata failed, why fetches pause, or why the
     * present content of a key store, trust store or secret file is not in use.
     */
    Map<String, String> getIssuerFailures();

    /** The last fault on this side: of an authorization server, the code or the settings; empty if there was none. */
    String getLastError();

    /** The time of the last fault, for example 2027-01-31T23:59:59Z; empty if there was none. */
    String getLastErrorTime();

    /** The path of the settings file; empty if there is none. */
    String getSettingsFile();

    /** The number of settings changes put into effect. */
    long getSettingsReloads();

    /** The number of settings changes that failed, so that the earlier settings stayed in effect. */
    long getSettingsReloadFailures();
}
