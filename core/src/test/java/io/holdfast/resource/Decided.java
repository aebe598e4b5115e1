package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

/** A decision that must be of one kind. */
final class Decided {
    private Decided() {}

    static AccessDecision.Permit permit(AccessDecision decision) {
        assertThat(decision).isInstanceOf(AccessDecision.Permit.class);
        return (AccessDecision.Permit) decision;
    }

    static AccessDecision.Answer answer(AccessDecision decision) {
        assertThat(decision).isInstanceOf(AccessDecision.Answer.class);
        return (AccessDecision.Answer) decision;
    }

    static boolean isPermit(AccessDecision decision) {
        return decision instanceof AccessDecision.Permit;
    }
}
