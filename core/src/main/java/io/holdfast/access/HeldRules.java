package io.holdfast.access;

import io.holdfast.token.VerifiedToken;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold for a request, all of which it must meet: usually one. There are more if a framework may take the
 * request for one that another rule restricts. Immutable.
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

    /** Holds one rule that has no condition on the path. */
    public static HeldRules of(AccessRule rule) {
        return and(null, rule, "");
    }

    /** Adds a rule that holds for the path. */
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

    /** The rule added last: that of the path as it stands, or of another reading of it. */
    public AccessRule rule() {
        return rule;
    }

    /** The rules besides {@link #rule}; null if there are none. */
    public @Nullable HeldRules others() {
        return others;
    }

    /** The first condition of {@link #rule} that the token does not meet; empty if it meets all. */
    public Optional<UnmetRule> unmetBy(VerifiedToken token) {
        return rule.unmetBy(token, path);
    }

    /** True if none of the rules needs a token. */
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
