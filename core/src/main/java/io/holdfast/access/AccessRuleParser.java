package io.holdfast.access;

import io.holdfast.text.TokenSyntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules. One has methods, if any, a path, and conditions. Its exceptions describe the defect in words that follow
 * the rule. For one rule and one thread.
 */
final class AccessRuleParser {
    private static final String SCOPE = "scope";
    private static final String CONDITIONS =
            "The conditions are: open, deny, cors-preflight, scope=, client=, audience=, issuer= and claim:name=;"
                    + " and besides them enforce or report-only.";

    private final Set<AccessRule.Effect> effects = EnumSet.noneOf(AccessRule.Effect.class);
    private final Set<String> scopes = new LinkedHashSet<>();
    private final Map<String, Set<String>> conditions = new LinkedHashMap<>();
    private @Nullable EnforcementMode mode;

    private AccessRuleParser() {}

    /**
     * Parses rules, separated by line breaks or semicolons.
     *
     * @param exact true if the application's frameworks compare paths by the letter
     * @param problems receives each rule that does not work, and its defect
     * @return the rules that could be parsed
     */
    static List<AccessRule> parseAll(String text, boolean exact, BiConsumer<String, String> problems) {
        List<AccessRule> rules = new ArrayList<>();
        for (String line : text.split("[;\r\n]", -1)) {
            String written = String.join(" ", words(line));
            if (!written.isEmpty()) {
                add(written, rules, exact, problems);
            }
        }
        return rules;
    }

    private static void add(
            String written, List<AccessRule> rules, boolean exact, BiConsumer<String, String> problems) {
        AccessRule rule;
        try {
            rule = parse(written);
        } catch (IllegalArgumentException e) {
            problems.accept(written, String.valueOf(e.getMessage()));
            return;
        }
        for (AccessRule earlier : rules) {
            if (RuleReview.covers(earlier, rule, exact)) {
                problems.accept(
                        written,
                        "is never reached, because '" + earlier + "' stands before it and the first match wins."
                                + " Move it up or take it out.");
                break;
            }
        }
        rules.add(rule);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split("[ \t]+", -1)));
        words.removeIf(String::isEmpty);
        return words;
    }

    /**
     * Parses a rule.
     *
     * @throws IllegalArgumentException if it does not work; the message names the fix
     */
    static AccessRule parse(String text) {
        text.codePoints().forEach(AccessRuleParser::requireVisible);
        List<String> words = words(text);
        int path = words.get(0).startsWith("/") ? 0 : 1;
        Set<String> methods = path == 0 ? new LinkedHashSet<>() : methods(words.get(0));
        if (words.size() == path) {
            throw new IllegalArgumentException("has no path. Write it behind the methods, as in 'GET /orders/**'.");
        }
        PathPattern pattern = PathPatternParser.parse(words.get(path));
        AccessRuleParser parser = new AccessRuleParser();
        words.subList(path + 1, words.size()).forEach(parser::condition);
        parser.requireOneMeaningOfIssuer();
        AccessRule.Effect effect = parser.effect(pattern, methods);
        return new AccessRule(text, methods, pattern, effect, parser.scopes, parser.conditions, parser.mode);
    }

    /** Refuses odd spaces: the condition after one would become part of the path and protect nothing. */
    private static void requireVisible(int c) {
        boolean oddSpace = c != ' ' && Character.isSpaceChar(c);
        if (oddSpace
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "has the character U+%04X, which is not to be seen or looks like a space. Write an ordinary space"
                            + " or leave it out.",
                    c));
        }
    }

    private static Set<String> methods(String word) {
        Set<String> methods = new LinkedHashSet<>();
        for (String method : word.split(",", -1)) {
            if (!method.matches("[A-Z][A-Z0-9_-]*")) {
                throw new IllegalArgumentException("begins with '" + word + "', which is neither a path nor methods."
                        + " Write a path with a slash in front, or methods in capital letters with commas between"
                        + " them, as in 'GET,POST /orders/**'.");
            }
            if (!methods.add(method)) {
                throw new IllegalArgumentException("names the method " + method + " twice. Take one out.");
            }
        }
        return methods;
    }

    private void condition(String word) {
        int equals = word.indexOf('=');
        if (equals >= 0) {
            valued(word, word.substring(0, equals), word.substring(equals + 1));
            return;
        }
        switch (word) {
            case "open":
                effects.add(AccessRule.Effect.OPEN);
                break;
            case "deny":
                effects.add(AccessRule.Effect.DENY);
                break;
            case "cors-preflight":
                effects.add(AccessRule.Effect.CORS_PREFLIGHT);
                break;
            case "enforce":
                mode(EnforcementMode.ENFORCE);
                break;
            case "report-only":
                mode(EnforcementMode.REPORT_ONLY);
                break;
            default:
                throw new IllegalArgumentException(unknown(word));
        }
    }

    private void mode(EnforcementMode said) {
        if (mode != null) {
            throw new IllegalArgumentException("says 'enforce' or 'report-only' twice. Take one out.");
        }
        mode = said;
    }

    private static String unknown(String word) {
        boolean startsARule = word.startsWith("/") || word.matches("[A-Z,]+");
        return "has the word '" + word + "', which is no condition. "
                + (startsARule ? "Put a semicolon or a line break between two rules." : CONDITIONS);
    }

    private void valued(String word, String key, String value) {
        boolean known = Arrays.asList(SCOPE, AccessRule.AUDIENCE, AccessRule.CLIENT, AccessRule.ISSUER)
                        .contains(key)
                || (key.startsWith(AccessRule.CLAIM) && key.length() > AccessRule.CLAIM.length());
        if (!known) {
            throw new IllegalArgumentException(unknown(word));
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("has nothing behind '" + word + "'. Write the value without a space.");
        }
        if (key.equals(SCOPE) && (value.contains(",") || !TokenSyntax.isQuotable(value))) {
            throw new IllegalArgumentException(
                    "has '" + word + "', which is not one scope. Write each scope on its own,"
                            + " as in 'scope=orders:read scope=orders:write', in ASCII without quotes and backslashes.");
        }
        if (key.equals(AccessRule.CLIENT) && value.contains(",")) {
            throw new IllegalArgumentException("has '" + word + "', which holds a comma. Write each client on its own,"
                    + " as in 'client=server-a client=server-b'.");
        }
        Set<String> values = key.equals(SCOPE) ? scopes : conditions.computeIfAbsent(key, k -> new LinkedHashSet<>());
        if (!values.add(value)) {
            throw new IllegalArgumentException("has '" + word + "' twice. Take one out.");
        }
    }

    private void requireOneMeaningOfIssuer() {
        Set<String> issuers = conditions.getOrDefault(AccessRule.ISSUER, Collections.emptySet());
        if (issuers.contains(AccessRule.ANY_ISSUER) && issuers.size() > 1) {
            throw new IllegalArgumentException(
                    "has 'issuer=*', which is any issuer, beside another. Take one of the two out.");
        }
    }

    private AccessRule.Effect effect(PathPattern pattern, Set<String> methods) {
        if (effects.isEmpty()) {
            return AccessRule.Effect.TOKEN;
        }
        AccessRule.Effect effect = effects.iterator().next();
        String name = effect.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (effects.size() > 1 || !scopes.isEmpty() || !conditions.isEmpty()) {
            throw new IllegalArgumentException("has '" + name + "' beside another condition. It asks no token for"
                    + " anything, so it must stand alone.");
        }
        if (mode != null && effect != AccessRule.Effect.DENY) {
            throw new IllegalArgumentException("has '" + name + "' beside '" + mode.settingValue()
                    + "', but it refuses nobody. Take one of the two out.");
        }
        if (pattern.namesClaims()) {
            throw new IllegalArgumentException("has '" + name + "' and a claim in its path, but there is no token to"
                    + " compare it with. Write * for the segment.");
        }
        if (effect == AccessRule.Effect.CORS_PREFLIGHT && !(methods.isEmpty() || methods.contains("OPTIONS"))) {
            throw new IllegalArgumentException("has 'cors-preflight' and other methods than OPTIONS, which no preflight"
                    + " has. Take the methods out.");
        }
        return effect;
    }
}
