package io.holdfast.resource;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a protected resource answers itself, to anybody and without a token: its metadata, and whether it can work. Both
 * tell what a stranger may know. Immutable.
 */
final class OwnAnswers {
    private static final ResponseHeader NO_STORE = new ResponseHeader("Cache-Control", "no-store");
    private static final ResponseHeader FOR_MINUTES = new ResponseHeader("Cache-Control", "max-age=300");
    private static final AccessDecision UP = health(true, "{\"status\":\"UP\"}");
    private static final AccessDecision DOWN = health(false, "{\"status\":\"DOWN\"}");
    private static final AccessDecision UNKNOWN = health(false, "{\"status\":\"UNKNOWN\"}");

    private final Map<String, Supplier<AccessDecision>> answers = new HashMap<>();

    /**
     * The answers.
     *
     * @param metadata null if none is asked for
     * @param healthPath null if none is asked for
     */
    OwnAnswers(@Nullable ResourceMetadata metadata, @Nullable String healthPath, TrustedIssuers issuers) {
        if (metadata != null) {
            AccessDecision document =
                    AccessDecision.answer(true, Collections.singletonList(FOR_MINUTES), metadata.document());
            metadata.paths().forEach(path -> answers.put(path, () -> document));
        }
        if (healthPath != null) {
            // One issuer that is away must not take the others' clients with it, whom a load balancer would send off.
            answers.put(healthPath, () -> health(issuers));
        }
    }

    private static AccessDecision health(TrustedIssuers issuers) {
        IssuerHealth health =
                IssuerHealth.ofAny(issuers.all().stream().map(IssuerStatus::of).collect(Collectors.toList()));
        return health == IssuerHealth.UP ? UP : health == IssuerHealth.DOWN ? DOWN : UNKNOWN;
    }

    private static AccessDecision health(boolean good, String json) {
        return AccessDecision.answer(
                good, Collections.singletonList(NO_STORE), new ResponseBody("application/json", json));
    }

    private static boolean reads(ResourceRequest request) {
        return "GET".equals(request.method()) || "HEAD".equals(request.method());
    }

    /** True if there is an answer to the request. */
    boolean areAt(ResourceRequest request) {
        return !answers.isEmpty() && reads(request) && answers.containsKey(request.canonicalPath());
    }

    /** The answer to a request; null if it is not one for this. */
    @Nullable
    AccessDecision to(ResourceRequest request) {
        if (answers.isEmpty()) {
            return null;
        }
        Supplier<AccessDecision> answer = answers.get(request.canonicalPath());
        return answer == null || !reads(request) ? null : answer.get();
    }
}
