package io.holdfast.tokenservice.token;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who acts for the subject of a token, and who did before (RFC 8693 §4.1). Immutable. */
public final class Actor {
    private final String clientId;
    private final @Nullable Actor before;
    private final int depth;

    /** @param before who has acted with the token that this one's was exchanged for; null if nobody has */
    public Actor(String clientId, @Nullable Actor before) {
        this.clientId = clientId;
        this.before = before;
        this.depth = before == null ? 1 : before.depth + 1;
    }

    /** The number of parties that have acted, one after the other. */
    public int depth() {
        return depth;
    }

    /** The value of {@code act}. */
    Map<String, Object> claim() {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("sub", clientId);
        if (before != null) {
            claim.put("act", before.claim());
        }
        return claim;
    }
}
