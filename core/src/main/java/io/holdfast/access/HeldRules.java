package io.holdfast.access;

import io.holdfast.token.VerifiedToken;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold for a request, all of which it must meet: mostly one. There are more if a framework may take the
 * request for another one, which a rule restricts. Immutable.
 */
public final class HeldRules {
    private final AccessRule rule;
    private final String path;
    private final @Nullable HeldRules others;

    private HeldRules(AccessRule rule, String path, @Nullable HeldRules others) {
        this.rule = rule;
        this.path = path;
        this.others = others;
    }

    /** One rule, which asks for nothing of the path. */
    public static HeldRules of(AccessRule rule) {
        return and(null, rule, "");
    }

    /** These rules and another one, which holds for the path. */
    static HeldRules and(@Nullable HeldRules held, AccessRule rule, String path) {
        return held != null && held.holds(rule, path) ? held : new HeldRules(rule, path, held);
    }

    private boolean holds(AccessRule other, String otherPath) {
        for (HeldRules each = this; each != null; each = each.others) {
            if (each.rule.equals(other) && each.path.equals(otherPath)) {
                return true;
            }
        }
        return false;
    }

    /** The rule that was found last: that of the request as it stands, or of another reading of it. */
    public AccessRule rule() {
        return rule;
    }

    /** The rules besides {@link #rule}; null for none. */
    public @Nullable HeldRules others() {
        return others;
    }

    /** What the rule asks for and the token does not have; empty if the token meets it. */
    public Optional<UnmetRule> unmetBy(VerifiedToken token) {
        return rule.unmetBy(token, path);
    }

    /** Whether all of them let everybody pass. */
    public boolean areOpen() {
        for (HeldRules each = this; each != null; each = each.others) {
            if (!each.rule.needsNoToken()) {
                return false;
            }
        }
        return true;
    }

    /** The scopes that a token needs, all of them. */
    public Set<String> scopes() {
        if (others == null) {
            return rule.scopes();
        }
        Set<String> scopes = new LinkedHashSet<>(others.scopes());
        scopes.addAll(rule.scopes());
        return scopes;
    }

    @Override
    public String toString() {
        return others == null ? rule.toString() : others + " and " + rule;
    }
}
