package io.holdfast.doctor.probe;

/** The material that a check needs. */
enum Mode {
    FIELD("one bound token and its key pair"),
    SECOND("a second certificate that the server lets in: --other-keystore, --other-token-file"),
    GIVEN("an option of its own"),
    LAB("the signing key of a test issuer: --issuer-key"),
    ACTIVE("--active: it writes the token into logs, loads the server or sends broken values");

    private final String needs;

    Mode(String needs) {
        this.needs = needs;
    }

    String needs() {
        return needs;
    }
}
