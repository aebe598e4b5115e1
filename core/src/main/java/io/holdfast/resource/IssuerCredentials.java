package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
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

    /** The time before the expiry of the client's certificate from which a warning is logged. */
    private static final Duration SOON = Duration.ofDays(30);

    private final IssuerSettings issuer;
    private final boolean mutualTls;
    private final Clock clock;
    private final List<FollowedFiles<?>> followed = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private @Nullable AuthorizationServerConnection connection;
    private @Nullable Executor looks;
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

    /**
     * Renews a connection with each change.
     *
     * @param executor does the looks for changes, one after another
     */
    void serve(AuthorizationServerConnection served, Executor executor) {
        connection = served;
        looks = executor;
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

    /** Begins to follow the files; closing the result ends it. */
    Closeable start() {
        Executor executor = looks;
        if (followed.isEmpty() || executor == null) {
            return () -> {};
        }
        return SharedWatch.join(files, INTERVAL, () -> {
            try {
                executor.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("The files for {} are followed no longer.", issuer.issuer());
            }
        });
    }

    private void look() {
        followed.forEach(FollowedFiles::look);
        warnOfTheEnd();
    }

    String use(TrustedCertificates changed) {
        trusted = changed;
        if (connection != null) {
            connection.renew(changed);
        }
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
        if (!mutualTls) {
            changed.trustedCertificates().ifPresent(this::use);
        } else if (connection != null) {
            connection.renew(changed);
        }
        return changed.toString();
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
