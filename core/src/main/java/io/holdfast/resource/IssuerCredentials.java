package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.concurrent.SharedThreads;
import io.holdfast.config.IssuerSettings;
import io.holdfast.file.SharedWatch;
import io.holdfast.keystore.CertificateExpiry;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A door's proof towards one issuer, and its trust in that issuer's server. Both change with their files while the door is
 * open; verified tokens and fetched keys stay.
 *
 * <p>Safe for use by many threads once the files are followed.
 */
final class IssuerCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    /** The time between looks without an event of the file system, as network file systems send none. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Besides the fetches of keys, which a file system that hangs must not hold up. */
    private static final SharedThreads LOOKS =
            new SharedThreads(() -> BackgroundThreads.few("holdfast-key-files", 4, Integer.MAX_VALUE));

    /** The time before the expiry of the client's certificate from which a warning is logged. */
    private static final Duration SOON = Duration.ofDays(30);

    private final IssuerSettings issuer;
    private final boolean mutualTls;
    private final Clock clock;
    private final List<FollowedFiles<?>> followed = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private @Nullable AuthorizationServerConnection connection;
    private Runnable withdrawal = () -> {};
    private TrustedCertificates trusted;
    private @Nullable CredentialGeneration own;
    private volatile @Nullable AuthenticatedClient client;
    private @Nullable Instant lastWarning;

    /**
     * The first state.
     *
     * @param mutualTls true if the certificate is the proof; it is offered nowhere else
     * @param own null without a key
     * @param client null if the issuer is not asked about tokens
     */
    IssuerCredentials(
            IssuerSettings issuer,
            boolean mutualTls,
            TrustedCertificates trusted,
            @Nullable CredentialGeneration own,
            @Nullable AuthenticatedClient client,
            Clock clock) {
        this.issuer = issuer;
        this.mutualTls = mutualTls;
        this.trusted = trusted;
        this.own = own;
        this.client = client;
        this.clock = clock;
        warnOfTheEnd();
    }

    /** Has files followed, once {@link #start} is called. A source without files is looked at as often. */
    <T> void follow(String what, Collection<Path> itsFiles, FollowedFiles.Source<T> source, FollowedFiles.Use<T> use) {
        followed.add(new FollowedFiles<>(what, source, use));
        files.addAll(itsFiles);
    }

    /** A connection with this proof and trust, which later ones replace. */
    AuthorizationServerConnection.Builder connection() {
        AuthorizationServerConnection.Builder builder = AuthorizationServerConnection.builder();
        CredentialGeneration offered = own;
        return mutualTls && offered != null ? builder.credentials(offered) : builder.trust(trusted);
    }

    /** Renews a connection with each change. */
    void serve(AuthorizationServerConnection served) {
        connection = served;
    }

    /**
     * The present client of the issuer.
     *
     * @throws IllegalStateException if the issuer is not asked about tokens
     */
    AuthenticatedClient client() {
        AuthenticatedClient present = client;
        if (present == null) {
            throw new IllegalStateException("The door is no client of " + issuer.issuer() + ".");
        }
        return present;
    }

    /**
     * Begins to follow the files; closing the result ends it.
     *
     * @param onWithdrawal is called when a certificate is no longer trusted, once the connection has the present ones
     */
    Closeable start(Runnable onWithdrawal) {
        if (followed.isEmpty()) {
            return () -> {};
        }
        withdrawal = onWithdrawal;
        SharedThreads.Share looks = LOOKS.enter(1, 1); // one that waits sees all changes until it begins
        SharedWatch watch = SharedWatch.join(files, INTERVAL, () -> lookOn(looks));
        return () -> {
            watch.close();
            looks.close();
        };
    }

    private void lookOn(Executor looks) {
        try {
            looks.execute(this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("A look at the files for {} waits already, or they are followed no longer.", issuer.issuer());
        }
    }

    private void look() {
        followed.forEach(FollowedFiles::look);
        warnOfTheEnd();
    }

    String use(TrustedCertificates changed) {
        if (connection != null) {
            connection.renew(changed);
        }
        trust(changed);
        return changed.toString();
    }

    String use(AuthenticatedClient changed) {
        client = changed;
        return changed.toString();
    }

    String use(CredentialGeneration changed, AuthenticatedClient with) {
        own = changed;
        lastWarning = null;
        client = with;
        TrustedCertificates present = changed.trustedCertificates().orElse(trusted);
        if (connection != null && mutualTls) {
            connection.renew(changed);
        } else if (connection != null) {
            connection.renew(present);
        }
        trust(present);
        return changed.toString();
    }

    private void trust(TrustedCertificates present) {
        boolean withdrawn = !present.includes(trusted);
        trusted = present;
        if (withdrawn) {
            LOG.info(
                    "A certificate is no longer trusted for {}: its keys, addresses and answers are asked for anew.",
                    issuer.issuer());
            withdrawal.run();
        }
    }

    private void warnOfTheEnd() {
        CredentialGeneration present = own;
        Instant now = clock.instant();
        if (present == null
                || !CertificateExpiry.of(present.certificate(), SOON).isWarningDue(now, lastWarning)) {
            return;
        }
        lastWarning = now;
        LOG.warn(
                "The client certificate {} for introspection at {} is valid until {}. Put a renewed one in its place: it is"
                        + " taken into use by itself.",
                present.certificate().getSubjectX500Principal(),
                issuer.issuer(),
                present.certificate().getNotAfter().toInstant());
    }

    /** The reasons why the present content of files is not in use; empty if all is. */
    Optional<String> defects() {
        String all = followed.stream()
                .map(files -> files.defect().orElse(""))
                .filter(defect -> !defect.isEmpty())
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
