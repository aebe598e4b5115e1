package io.holdfast.doctor.explain;

import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.doctor.report.TokenText;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessRefusal;
import io.holdfast.resource.IssuerHealth;
import io.holdfast.resource.ProtectedResource;
import io.holdfast.resource.RefusalReason;
import io.holdfast.resource.ResourcePlace;
import io.holdfast.resource.ResourceTrial;
import io.holdfast.token.VerifiedToken;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides about described requests by the protected resource itself, the very code of the door. For one thread.
 *
 * <p>Without keys a token is decided about twice: as it is, which shows everything before the signature, and signed anew
 * by a key made here, which shows everything behind it.
 */
final class Decisions implements AccessListener {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final ResourceSettings settings;
    private @Nullable AccessRefusal last;

    Decisions(ResourceSettings settings) {
        this.settings = settings;
    }

    /** Decides with the issuers' own keys or word, which are fetched as the door does. */
    Explanation online(ExplainedRequest request, @Nullable String token) throws SettingsException {
        try (ProtectedResource resource = ProtectedResource.open(settings, place())) {
            return decided(resource, request, token, KeySource.ISSUER);
        }
    }

    /** Decides with a key set of a file. */
    Explanation withKeys(ExplainedRequest request, @Nullable String token, String keySet) throws SettingsException {
        try (ProtectedResource resource = ResourceTrial.open(settings, place(), ofEach(keySet))) {
            return decided(resource, request, token, KeySource.FILE);
        }
    }

    /** Decides without the issuers' keys. */
    Explanation offline(ExplainedRequest request, @Nullable String token) throws SettingsException {
        OwnSignature own = token != null ? OwnSignature.of(token).orElse(null) : null;
        String keySet = own != null ? own.keySet() : OwnSignature.anyKeySet();
        try (ProtectedResource resource = ResourceTrial.open(settings, place(), ofEach(keySet))) {
            Explanation asItIs = decided(resource, request, token, KeySource.NONE);
            boolean stoppedAtSignature = asItIs.reason()
                    .filter(RefusalReason.TOKEN_SIGNATURE::equals)
                    .isPresent();
            return own != null && stoppedAtSignature
                    ? decided(resource, request.replacing(String.valueOf(token), own.token()), token, KeySource.NONE)
                    : asItIs;
        }
    }

    private Explanation decided(
            ProtectedResource resource, ExplainedRequest request, @Nullable String token, KeySource keys) {
        last = null;
        awaitKeys(resource);
        AccessDecision decision = resource.decide(request);
        return new Explanation(settings, request, token != null ? TokenText.of(token) : null, decision, last, keys);
    }

    /** Waits for the first fetch, well or not: a door that has just started decides otherwise than one that runs. */
    private static void awaitKeys(ProtectedResource resource) {
        long begun = System.nanoTime();
        while (IssuerHealth.ofAll(resource.issuers()) == IssuerHealth.UNKNOWN
                && System.nanoTime() - begun < LONGEST_WAIT.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private ResourcePlace place() {
        return ResourcePlace.of("", this);
    }

    private Map<String, String> ofEach(String keySet) {
        Map<String, String> keySets = new HashMap<>();
        for (IssuerSettings issuer : settings.issuers()) {
            keySets.put(issuer.issuer(), keySet);
        }
        return keySets;
    }

    @Override
    public void refused(AccessRefusal refusal) {
        last = refusal;
    }

    @Override
    public void accepted(VerifiedToken token) {
        last = null;
    }
}
