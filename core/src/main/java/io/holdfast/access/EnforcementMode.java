package io.holdfast.access;

/**
 * What happens to a request that is not as it must be. What it must be like is the matter of other settings; this one
 * never makes a token good.
 */
public enum EnforcementMode {
    /** It is refused. The default. */
    ENFORCE("enforce"),
    /** It passes as anybody's, with no token and no principal, and it is counted and logged why it would be refused. */
    REPORT_ONLY("report-only");

    private final String settingValue;

    EnforcementMode(String settingValue) {
        this.settingValue = settingValue;
    }

    /** As it is written in settings and access rules. */
    public String settingValue() {
        return settingValue;
    }
}
