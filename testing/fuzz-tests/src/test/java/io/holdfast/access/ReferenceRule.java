package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A rule by its grammar as docs/path-rules.md has it, written as patterns. */
record ReferenceRule(String text, Set<String> methods, String path, List<String> conditions) {
    private static final String SEGMENT =
            "(\\*|\\{[A-Za-z0-9_.:-]+\\}|[^/*{}=%?#\\\\;\\p{Cc}\\s]*[^/*{}=%?#\\\\;\\p{Cc}\\s.])";
    private static final String CONDITION =
            "open|deny|cors-preflight|enforce|report-only|scope=[!#-+\\--\\[\\]-~]+|client=[^,]+|audience=.+|issuer=.+|claim:[^=]+=.+";
    private static final Pattern RULE = Pattern.compile(
            "(?:([A-Z][A-Z0-9_-]*(?:,[A-Z][A-Z0-9_-]*)*) )?(/|/\\*\\*|(?:/" + SEGMENT + ")+(?:/\\*\\*)?)((?: \\S+)*)");

    static List<ReferenceRule> parse(String text) {
        List<ReferenceRule> rules = new ArrayList<>();
        for (String line : text.split("[;\r\n]", -1)) {
            String rule = line.replaceAll("[ \t]+", " ").replaceAll("^ | $", "");
            if (!rule.isEmpty()) {
                Matcher matcher = RULE.matcher(rule);
                assertThat(matcher.matches())
                        .as("the grammar has no rule like " + rule)
                        .isTrue();
                Set<String> methods = matcher.group(1) == null
                        ? Set.of()
                        : Set.of(matcher.group(1).split(","));
                rules.add(new ReferenceRule(rule, methods, matcher.group(2), words(matcher.group(4))));
            }
        }
        return rules;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    boolean matches(String method, String requested) {
        boolean preflight = conditions.contains("cors-preflight");
        return !preflight
                && (methods.isEmpty() || methods.contains(method))
                && pattern().matcher(requested).matches();
    }

    private Pattern pattern() {
        boolean open = path.endsWith("/**");
        StringBuilder pattern = new StringBuilder();
        for (String segment : (open ? path.substring(0, path.length() - 3) : path).split("/", -1)) {
            if (!segment.isEmpty()) {
                pattern.append('/')
                        .append(segment.equals("*") || segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
            }
        }
        return Pattern.compile(pattern + (open ? "(/.*)?" : "/?"), Pattern.DOTALL);
    }

    /** Paths at, below and beside the one that it names. */
    List<String> somePaths() {
        String one = path.replace("/**", "").replaceAll("\\{[^/]*\\}|\\*", "x");
        String named = one.isEmpty() ? "/" : one;
        return List.of(named, (named + "/").replace("//", "/"), (named + "/y/z").replace("//", "/"), named + "y", "/");
    }

    String someMethod() {
        return methods.isEmpty() ? "GET" : methods.iterator().next();
    }

    void assertSame(AccessRule ours) {
        conditions.forEach(condition -> assertThat(condition).matches(CONDITION));
        Set<String> effects = conditions.stream()
                .filter(Set.of("open", "deny", "cors-preflight")::contains)
                .collect(Collectors.toSet());
        assertThat(effects).hasSizeLessThanOrEqualTo(1);
        assertThat(ours.effect())
                .isEqualTo(
                        effects.isEmpty()
                                ? AccessRule.Effect.TOKEN
                                : AccessRule.Effect.valueOf(effects.iterator()
                                        .next()
                                        .toUpperCase(Locale.ROOT)
                                        .replace('-', '_')));
        assertThat(ours.scopes()).isEqualTo(values("scope="));
        assertThat(ours.audiences()).isEqualTo(values("audience="));
        assertThat(ours.issuers()).isEqualTo(values("issuer=").contains("*") ? Set.of() : values("issuer="));
        assertThat(ours.saysMode()).isEqualTo(conditions.contains("enforce") || conditions.contains("report-only"));
    }

    private Set<String> values(String key) {
        return conditions.stream()
                .filter(condition -> condition.startsWith(key))
                .map(condition -> condition.substring(key.length()))
                .collect(Collectors.toSet());
    }
}
