package io.holdfast.doctor.probe;

/** The result of a check. */
enum Verdict {
    PASS("pass"),
    FAIL("fail"),
    WARN("warn"),
    NOTE("note"),
    NOT_JUDGED("not judged");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** True if the server does not do what the check expects. */
    boolean isFinding() {
        return this == FAIL || this == WARN;
    }

    @Override
    public String toString() {
        return words;
    }
}
