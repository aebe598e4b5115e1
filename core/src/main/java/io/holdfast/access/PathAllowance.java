package io.holdfast.access;

/** A spelling that is refused unless the operator allows it, because two programs may read it differently. */
public enum PathAllowance {
    /** Path parameters, as in {@code /orders;v=1}. */
    PARAMETERS(";"),
    /** An encoded slash, as in {@code /files/a%2Fb}. */
    ENCODED_SLASHES("%2F"),
    /** Empty segments, as in {@code /orders//17}. */
    EMPTY_SEGMENTS("//");

    private final String settingValue;

    PathAllowance(String settingValue) {
        this.settingValue = settingValue;
    }

    /** The spelling in the setting {@code allowedInPaths}. */
    public String settingValue() {
        return settingValue;
    }
}
