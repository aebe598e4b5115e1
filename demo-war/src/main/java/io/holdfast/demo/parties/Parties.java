package io.holdfast.demo.parties;

import io.holdfast.demo.partner.RecentCalls;
import io.holdfast.demo.settings.DemoRole;
import io.holdfast.demo.settings.DemoSettings;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parties and their steps. They play one scene at a time. Safe for use by many threads.
 *
 * <p>Only the API verifies with the token service's keys, and only the parties hold their certificates: nothing here
 * bypasses TLS.
 */
public final class Parties implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Parties.class);

    private final Cast cast;
    private final TokenServiceControls tokenService;
    private final Witness witness;
    private final CertificateScenes certificates;
    private final TokenScenes tokens;
    private final ChangeScenes changes;
    private final OutageScenes outages;
    private final Clock clock = Clock.systemUTC();
    private final Timeline timeline = new Timeline();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile @Nullable Outcome last;
    private volatile @Nullable Scene playing;

    private Parties(Cast cast, TokenServiceControls tokenService, Witness witness) {
        this.cast = cast;
        this.tokenService = tokenService;
        this.witness = witness;
        this.certificates = new CertificateScenes(cast);
        this.tokens = new TokenScenes(cast, clock);
        this.changes = new ChangeScenes(cast, tokenService);
        this.outages = new OutageScenes(cast, tokenService);
    }

    /**
     * Loads all key stores; connects nothing yet.
     *
     * @param directory the directory with the key stores, as {@code mvn -Pdemo} makes it
     * @param settings the settings with the addresses of the token service and the APIs
     * @param calls the API's own record of its calls
     * @throws KeyMaterialException if a file is missing or cannot be used; the message names it
     */
    public static Parties open(
            Path directory, DemoSettings settings, TokenServiceControls tokenService, RecentCalls calls)
            throws KeyMaterialException {
        PartyFiles files = new PartyFiles(directory);
        if (!files.missing().isEmpty()) {
            throw new KeyMaterialException(directory + " lacks " + String.join(", ", files.missing())
                    + ". Name a directory that mvn -Pdemo has made.");
        }
        Path authorities = settings.serverAuthoritiesFile().orElse(files.path(PartyFiles.AUTHORITY));
        TrustedCertificates trusted = TrustedCertificates.load(authorities, null, null);
        return new Parties(
                Cast.assemble(files, trusted, addresses(settings)),
                tokenService,
                new Witness(calls, settings.enabled(DemoRole.PARTNER_API)));
    }

    private static ApiAddresses addresses(DemoSettings settings) throws KeyMaterialException {
        Path registrations = settings.enabled(DemoRole.TOKEN_SERVICE)
                ? settings.tokenService().registrationsFile()
                : null;
        try {
            return new RegisteredApis(registrations, settings.mtlsBaseUrl()).addresses(settings.issuer());
        } catch (IOException e) {
            throw new KeyMaterialException(registrations + " cannot be read.", e);
        }
    }

    /** Plays a scene, which takes some seconds at most; empty if another one is being played. */
    public Optional<Outcome> play(Scene scene) {
        if (!oneAtATime.tryLock()) {
            return Optional.empty();
        }
        try {
            playing = scene;
            Outcome outcome = played(scene, new Play(scene, witness, clock));
            timeline.add(outcome.steps());
            last = outcome;
            return Optional.of(outcome);
        } finally {
            playing = null;
            oneAtATime.unlock();
        }
    }

    private Outcome played(Scene scene, Play play) {
        try {
            return direct(scene, play);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return play.broken(Party.SERVER_A, e, "This was interrupted.");
        } catch (IOException | KeyMaterialException | RuntimeException e) {
            LOG.info("The scene '{}' was not played to its end: {}", scene.actionName(), Failure.reasonOf(e));
            boolean stopped = !tokenService.running();
            return play.broken(
                    Party.SERVER_A,
                    e,
                    stopped
                            ? "This needs a fresh token, and the token service is stopped. Start it and try again."
                            : null);
        }
    }

    private Outcome direct(Scene scene, Play play) throws IOException, InterruptedException, KeyMaterialException {
        switch (scene) {
            case OWN_CERTIFICATE:
                return certificates.ownCertificate(play);
            case STOLEN_TOKEN:
                return certificates.stolenToken(play);
            case NO_CERTIFICATE:
                return certificates.noCertificate(play);
            case EXPIRED_TOKEN:
                return tokens.expiredToken(play);
            case WRONG_AUDIENCE:
                return tokens.wrongAudience(play);
            case OTHER_PARTNERS_PATH:
                return tokens.otherPartnersPath(play);
            case ROTATE_CERTIFICATE:
                return changes.rotateCertificate(play);
            case RETIRE_SIGNING_KEY:
                return changes.retireSigningKey(play);
            case STOP_TOKEN_SERVICE:
                return outages.stop(play);
            case START_TOKEN_SERVICE:
                return outages.start(play);
        }
        throw new AssertionError(scene);
    }

    /** The outcome of the last scene; empty before the first. */
    public Optional<Outcome> last() {
        return Optional.ofNullable(last);
    }

    /** The scene that is being played; empty if none is. */
    public Optional<Scene> playing() {
        return Optional.ofNullable(playing);
    }

    /** The last steps of all scenes, at most fifty. */
    public List<Step> newestFirst() {
        return timeline.newestFirst();
    }

    /** The certificate with which Server A makes its connections. */
    public ShownCertificate certificateOfA() {
        return cast.serverA().certificate();
    }

    public TokenServiceControls tokenService() {
        return tokenService;
    }

    /** Ends the threads of the key rings. */
    @Override
    public void close() throws IOException {
        cast.close();
    }
}
