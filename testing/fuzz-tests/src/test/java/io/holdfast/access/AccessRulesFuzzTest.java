package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Access rules, beside their grammar as a pattern and each path as one. */
final class AccessRulesFuzzTest implements FuzzTarget {
    private static final PathReading EXACT = new PathReading(EnumSet.noneOf(PathAllowance.class), true);
    private static final int LONGEST = 4096;

    private record Parsed(AccessRules rules, List<String> problems) {}

    @FuzzTest
    void rules(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        if (input.length > LONGEST) {
            return false; // an operator's own text, which is compared with itself rule by rule
        }
        String text = new String(input, StandardCharsets.UTF_8);
        Parsed parsed = FuzzTarget.bounded(input.length, () -> {
            List<String> problems = new ArrayList<>();
            return new Parsed(AccessRules.parse(text, EXACT, (rule, problem) -> problems.add(problem)), problems);
        });
        assertThat(parsed.problems()).doesNotContain("", "null");
        if (!parsed.problems().isEmpty() || parsed.rules().isEmpty()) {
            return false;
        }
        List<ReferenceRule> strict = ReferenceRule.parse(text);
        List<AccessRule> rules = parsed.rules().rules();
        assertThat(rules).extracting(AccessRule::toString).isEqualTo(texts(strict));
        for (int i = 0; i < rules.size(); i++) {
            strict.get(i).assertSame(rules.get(i));
            assertHeld(parsed.rules(), strict, strict.get(i));
        }
        return true;
    }

    private static List<String> texts(List<ReferenceRule> rules) {
        return rules.stream().map(ReferenceRule::text).toList();
    }

    /** The first rule whose pattern matches holds, and of each rule's own paths one that we know of does. */
    private static void assertHeld(AccessRules rules, List<ReferenceRule> strict, ReferenceRule of) {
        for (String path : of.somePaths()) {
            for (String method : new String[] {of.someMethod(), "BREW"}) {
                String expected = strict.stream()
                        .filter(rule -> rule.matches(method, path))
                        .map(ReferenceRule::text)
                        .findFirst()
                        .orElse(AccessRules.ANY_TOKEN.toString());
                AccessRuling held = rules.rulingOn(
                        Set.of(method), new RequestedPath(path, null, null, false), false, EnforcementMode.ENFORCE);
                assertThat(held.rule().toString()).as(method + " " + path).isEqualTo(expected);
                assertThat(held.others()).isNull();
            }
        }
    }
}
