package io.holdfast.authorizationserver;

import io.holdfast.token.SignatureAlgorithm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call for an authorization server's keys: its outcome, and its log entry. For one thread at a time. */
final class KeyFetch {
    /** Named after the class that it works for: the documentation names that logger to operators. */
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJwkSet.class);

    private final EndpointLocation location;
    private final DocumentSource documents;
    private final Set<SignatureAlgorithm> accepted;
    private final KeyLifetime lifetime;
    private final LongSupplier ticker;
    private final FetchLog log;

    /**
     * A way to fetch keys.
     *
     * @param accepted the algorithms that tokens may be signed with
     * @param lifetime the time for which keys are used, which the log names in an outage
     */
    KeyFetch(
            EndpointLocation location,
            DocumentSource documents,
            Set<SignatureAlgorithm> accepted,
            KeyLifetime lifetime,
            LongSupplier ticker,
            FetchLog log) {
        this.location = location;
        this.documents = documents;
        this.accepted = Collections.unmodifiableSet(EnumSet.copyOf(accepted));
        this.lifetime = lifetime;
        this.ticker = ticker;
        this.log = log;
    }

    /** The place of the keys is to be learned anew. */
    void distrust() {
        location.distrust();
    }

    /**
     * Fetches.
     *
     * @param publication gets the keys, also after a failure, before the operator hears of the fetch: a log may fail, too
     */
    void after(FetchedKeys before, Consumer<FetchedKeys> publication) {
        long asked = ticker.getAsLong();
        FetchedKeys fetched;
        try {
            String document = documents.get(location.uri());
            fetched = FetchedKeys.parse(document, accepted, asked, ticker.getAsLong())
                    .after(before);
        } catch (AuthorizationServerException e) {
            fail(before, publication, e);
            return;
        } catch (RuntimeException | Error e) {
            // An error, too, such as a class that is missing here: in the background nobody else would tell it.
            fail(before, publication, new AuthorizationServerException("The call could not be made: " + e + ".", e));
            return;
        }
        AuthorizationServerException failure = fetched.failure();
        if (failure == null) {
            publication.accept(fetched);
            tellOf(fetched, before);
            return;
        }
        location.forget();
        publication.accept(fetched);
        log.failed(
                LOG,
                "The authorization server " + log.subject() + " publishes no usable keys.",
                "Those it had are not used any more; requests with its tokens get 503.",
                failure);
    }

    private void tellOf(FetchedKeys fetched, FetchedKeys before) {
        if (log.recovered() || !fetched.hasSameIdsAs(before)) {
            LOG.info("Fetched {} signature keys of {}.", fetched.size(), log.subject());
        }
        tellOfLeftOut(fetched, before);
    }

    /** Once for each key, however often the set is fetched. */
    private void tellOfLeftOut(FetchedKeys fetched, FetchedKeys before) {
        for (LeftOutKey key : fetched.leftOut()) {
            if (before.leftOut().contains(key)) {
                continue;
            }
            if (key.isExposed()) {
                LOG.warn("Of the keys of {} {}.", log.subject(), key);
            } else {
                LOG.info("Of the keys of {} {}.", log.subject(), key);
            }
        }
    }

    private void fail(FetchedKeys before, Consumer<FetchedKeys> publication, AuthorizationServerException failure) {
        long now = ticker.getAsLong();
        location.forget();
        publication.accept(before.afterFailure(failure, now));
        log.failed(
                LOG,
                "The keys of " + log.subject() + " could not be fetched.",
                consequence(before.isEmpty(), lifetime.secondsOfUseLeft(before, now)),
                failure);
    }

    private static String consequence(boolean none, long secondsLeft) {
        if (none) {
            return "There are none: requests with its tokens get 503.";
        }
        return secondsLeft > 0
                ? "The last good ones are used for another " + secondsLeft + " s."
                : "The last good ones are too old to be used: requests with its tokens get 503.";
    }
}
