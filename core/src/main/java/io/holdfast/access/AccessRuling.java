package io.holdfast.access;

import io.holdfast.token.VerifiedToken;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ruling of access rules on one request: the rules that it must meet, all of them; whether it passes without a token;
 * and what happens if it does not meet them. Mostly it is one rule. There are more if a framework may take the request for
 * another one, which a rule restricts. Immutable.
 */
public final class AccessRuling {
    private final AccessRule rule;
    private final String path;
    private final EnforcementMode mode;
    private final @Nullable AccessRuling others;

    private AccessRuling(AccessRule rule, String path, EnforcementMode mode, @Nullable AccessRuling others) {
        this.rule = rule;
        this.path = path;
        this.mode = mode;
        this.others = others;
    }

    /** A ruling by one rule that compares nothing in the path. */
    public static AccessRuling of(AccessRule rule, EnforcementMode mode) {
        return new AccessRuling(rule, "", mode, null);
    }

    /** This ruling and another rule, which holds for the path: one that is enforced is enough. */
    static AccessRuling and(@Nullable AccessRuling held, AccessRule rule, String path, EnforcementMode ofTheDoor) {
        if (held != null && held.holds(rule, path)) {
            return held;
        }
        boolean enforced =
                AccessRules.isEnforced(rule, ofTheDoor) || (held != null && held.mode == EnforcementMode.ENFORCE);
        return new AccessRuling(rule, path, enforced ? EnforcementMode.ENFORCE : EnforcementMode.REPORT_ONLY, held);
    }

    private boolean holds(AccessRule other, String otherPath) {
        for (AccessRuling each = this; each != null; each = each.others) {
            if (each.rule.equals(other) && each.path.equals(otherPath)) {
                return true;
            }
        }
        return false;
    }

    /** A ruling by these rules, enforced. */
    AccessRuling enforced() {
        return new AccessRuling(rule, path, EnforcementMode.ENFORCE, others);
    }

    /** The rule that was found last: that of the request as it stands, or of another reading of it. */
    public AccessRule rule() {
        return rule;
    }

    /** The rules besides {@link #rule}; null for none. */
    public @Nullable AccessRuling others() {
        return others;
    }

    /** The mode for a request that does not meet all of the rules. */
    public EnforcementMode mode() {
        return mode;
    }

    /** True if each of the rules sets its own mode. */
    boolean saysMode() {
        return rule.saysMode() && (others == null || others.saysMode());
    }

    /** The requirement of {@link #rule} that the token does not meet; empty if it meets all. */
    public Optional<UnmetRule> unmetBy(VerifiedToken token) {
        return rule.unmetBy(token, path);
    }

    /** True if all of the rules let everybody pass. */
    public boolean isOpen() {
        for (AccessRuling each = this; each != null; each = each.others) {
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
