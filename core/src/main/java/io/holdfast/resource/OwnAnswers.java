package io.holdfast.resource;

import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.ResourceSettings;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The answers of a protected resource itself, to anybody and without a token: its metadata and its health. Both
 * hold only facts that a stranger may know. Immutable.
 */
final class OwnAnswers {
    private static final ResponseHeader NO_STORE = new ResponseHeader("Cache-Control", "no-store");
    private static final ResponseHeader FOR_MINUTES = new ResponseHeader("Cache-Control", "max-age=300");

    private final Map<String, Function<HiddenHeaders, AccessDecision>> answers = new HashMap<>();

    /** The answers, as far as they are asked for. */
    OwnAnswers(Optional<ResourceMetadata> metadata, Optional<String> healthPath, TrustedIssuers issuers) {
        metadata.ifPresent(known -> known.paths()
                .forEach(path -> answers.put(
                        path, hidden -> new AccessDecision.OwnAnswer(200, FOR_MINUTES, known.document(), hidden))));
        healthPath.ifPresent(path -> answers.put(path, hidden -> health(issuers, hidden)));
    }

    /** One issuer that is away must not take the others' clients with it, whom a load balancer would send off. */
    private static AccessDecision health(TrustedIssuers issuers, HiddenHeaders hidden) {
        IssuerHealth health = IssuerHealth.ofAny(issuers.statuses());
        return new AccessDecision.OwnAnswer(
                health == IssuerHealth.UP ? 200 : RefusalReason.VERIFICATION_UNAVAILABLE.status(),
                NO_STORE,
                new ResponseBody("application/json", "{\"status\":\"" + health + "\"}"),
                hidden);
    }

    /** {@link ProtectedResource#ownPaths}. */
    static Set<String> promisedPaths(ResourceSettings settings, String contextPath) {
        Set<String> paths = new LinkedHashSet<>();
        ResourceMetadata.of(settings, contextPath)
                .flatMap(ResourceMetadata::promisedPath)
                .ifPresent(paths::add);
        settings.publication().healthPath().ifPresent(paths::add);
        return paths;
    }

    /** True if there is an answer to the request. */
    boolean areAt(ResourceRequest request) {
        return !answers.isEmpty() && isRead(request.method()) && answers.containsKey(request.canonicalPath());
    }

    private static boolean isRead(String method) {
        return "GET".equals(method) || "HEAD".equals(method);
    }

    /** The answer to a request where there {@linkplain #areAt is one}. */
    AccessDecision to(ResourceRequest request, HiddenHeaders hidden) {
        return Objects.requireNonNull(answers.get(request.canonicalPath())).apply(hidden);
    }
}
