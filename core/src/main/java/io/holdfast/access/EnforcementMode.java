package io.holdfast.access;

/**
 * The treatment of requests that do not meet the requirements. Other settings define the requirements; this one never
 * makes a token good.
 */
public enum EnforcementMode {
    /** Refuses the request. The default. */
    ENFORCE("enforce"),
    /** Lets the request pass as anonymous, without token and principal; counts it and logs the reason. */
    REPORT_ONLY("report-only");

    private final String settingValue;

    EnforcementMode(String settingValue) {
        this.settingValue = settingValue;
    }

    /** The name in settings and access rules. */
    public String settingValue() {
        return settingValue;
    }
}
