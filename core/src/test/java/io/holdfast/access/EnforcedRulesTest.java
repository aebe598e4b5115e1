package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens to a request that does not meet a rule, where a door or a rule only reports. */
final class EnforcedRulesTest {
    private static final PathReading EXACT = new PathReading(EnumSet.noneOf(PathAllowance.class), true);

    private static AccessRules rules(PathReading reading, String text) {
        return AccessRules.parse(
                text, reading, (rule, problem) -> assertThat(problem).isNull());
    }

    private static EnforcementMode modeOf(AccessRules rules, String path, EnforcementMode ofTheDoor) throws Exception {
        List<String> methods = List.of("GET");
        RequestedPath requested = rules.read(new StubTarget(path, path, "", path));
        return rules.rulingOn(methods, requested, false, ofTheDoor).mode();
    }

    @Test
    @DisplayName("the door's mode holds where a rule says nothing, and the rule's where it does")
    void takesTheRulesWord() throws Exception {
        AccessRules rules = rules(PathReading.STRICT, "/a scope=x report-only; /b scope=x enforce; /c scope=x");

        for (EnforcementMode ofTheDoor : EnforcementMode.values()) {
            assertThat(modeOf(rules, "/a", ofTheDoor)).isEqualTo(EnforcementMode.REPORT_ONLY);
            assertThat(modeOf(rules, "/b", ofTheDoor)).isEqualTo(EnforcementMode.ENFORCE);
            assertThat(modeOf(rules, "/c", ofTheDoor)).isEqualTo(ofTheDoor);
            assertThat(modeOf(rules, "/d", ofTheDoor)).as("no rule").isEqualTo(ofTheDoor);
        }
    }

    @Test
    @DisplayName("one enforced rule of several that hold is enough")
    void enforcesIfAnyOfThemDoes() throws Exception {
        AccessRules rules = rules(PathReading.STRICT, "/orders scope=x enforce; /orders.json scope=y report-only");

        assertThat(modeOf(rules, "/orders.json", EnforcementMode.REPORT_ONLY)).isEqualTo(EnforcementMode.ENFORCE);
    }

    @Test
    @DisplayName("a later rule that is enforced, and that a framework may take the request for, is enough")
    void enforcesWhatAFrameworkMayTakeItFor() throws Exception {
        String later = "/orders.json scope=y; POST /orders scope=z enforce; /orders scope=x enforce";

        assertThat(modeOf(rules(PathReading.STRICT, later), "/orders.json", EnforcementMode.REPORT_ONLY))
                .isEqualTo(EnforcementMode.ENFORCE);
        assertThat(modeOf(rules(EXACT, later), "/orders.json", EnforcementMode.REPORT_ONLY))
                .isEqualTo(EnforcementMode.REPORT_ONLY);
        assertThat(modeOf(rules(PathReading.STRICT, later), "/others.json", EnforcementMode.REPORT_ONLY))
                .isEqualTo(EnforcementMode.REPORT_ONLY);
        String itsOwnWord = later.replace("scope=y", "scope=y report-only");
        assertThat(modeOf(rules(PathReading.STRICT, itsOwnWord), "/orders.json", EnforcementMode.REPORT_ONLY))
                .isEqualTo(EnforcementMode.REPORT_ONLY);
        String otherMethod = "/orders.json scope=y; POST /orders scope=z enforce";
        assertThat(modeOf(rules(PathReading.STRICT, otherMethod), "/orders.json", EnforcementMode.REPORT_ONLY))
                .isEqualTo(EnforcementMode.REPORT_ONLY);
    }

    @Test
    @DisplayName("tells whether anything is enforced, and which rules differ from the door")
    void tellsWhatDiffersFromTheDoor() {
        AccessRules rules =
                rules(PathReading.STRICT, "/a scope=x report-only; /b scope=x enforce; /c scope=x; /d open; /e deny");

        assertThat(rules.enforcesAnything(EnforcementMode.ENFORCE)).isTrue();
        assertThat(rules.enforcesAnything(EnforcementMode.REPORT_ONLY)).isTrue();
        assertThat(rules(PathReading.STRICT, "/a scope=x; /b open").enforcesAnything(EnforcementMode.REPORT_ONLY))
                .isFalse();
        assertThat(RuleReview.withModeOtherThan(EnforcementMode.ENFORCE, rules))
                .extracting(AccessRule::toString)
                .containsExactly("/a scope=x report-only");
        assertThat(RuleReview.withModeOtherThan(EnforcementMode.REPORT_ONLY, rules))
                .extracting(AccessRule::toString)
                .containsExactly("/b scope=x enforce");
        assertThat(AccessRules.isEnforced(rules.rules().get(3), EnforcementMode.ENFORCE))
                .isFalse();
        assertThat(AccessRules.isEnforced(rules.rules().get(4), EnforcementMode.ENFORCE))
                .isTrue();
    }

    @Test
    void tellsWhichMethodsRulesAreAbout() {
        assertThat(rules(PathReading.STRICT, "/a open; GET /b open").methods()).containsExactly("GET");
        assertThat(rules(PathReading.STRICT, "/a open").methods()).isEmpty();
        assertThat(AccessRules.NONE.methods()).isEmpty();
    }

    @Test
    void tellsWhetherAnyRuleIsAboutPreflights() {
        assertThat(rules(PathReading.STRICT, "/a open; OPTIONS /b open; /** cors-preflight")
                        .answerPreflights())
                .isTrue();
        assertThat(rules(PathReading.STRICT, "/a open; OPTIONS /b open").answerPreflights())
                .isFalse();
        assertThat(AccessRules.NONE.answerPreflights()).isFalse();
    }
}
