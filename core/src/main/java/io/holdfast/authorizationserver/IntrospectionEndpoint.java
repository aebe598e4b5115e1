package io.holdfast.authorizationserver;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.Places;
import io.holdfast.token.Sender;
import io.holdfast.token.SignedIntrospectionVerifier;
import io.holdfast.token.TokenDigest;
import io.holdfast.token.TokenIntrospection;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server's introspection endpoint. The token goes there in the body of a POST, never in an address.
 *
 * <p>An answer is used only if it has the status 200 and the media type that was asked for. Everything else leaves open
 * whether the token is good, so it is a {@link VerificationUnavailableException} and never a rejection; but for the error
 * {@code unsupported_token_type} with the status 400, by which the server says that the token is none of those it knows.
 *
 * <p>A server that is slow or down must not become this resource's problem, and neither must a flood of made-up tokens,
 * each of which costs a call. So only {@value #MOST_CALLS} calls are under way at once, {@value #MOST_WAITING} requests
 * wait up to half a second for their turn, and after {@value #MOST_FAILURES} failures in a row no call is made for a
 * while. A request then fails at once. An answer that is about the token that was sent is no failure in this sense.
 * Any other failure may come of the token, too, once that is sent: so those over one token let that token rest, those
 * over {@value #MOST_FAILURES} tokens of one sender that sender, and those of {@value #MOST_FAILURES} senders all. A client
 * known by its certificate is one sender, and so is each token of the others. Nobody can cut the others off.
 *
 * <p>Of the calls and of the waiting requests strangers have one half at most, and failures of their tokens say nothing
 * of the server to the others: their tokens may be the cause.
 *
 * <p>One {@link #introspect} is one call; nothing is remembered here. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2">RFC 7662 section 2, "Introspection Endpoint"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9701#section-4">RFC 9701 section 4, "Requesting a JWT Response"</a>
 */
public final class IntrospectionEndpoint implements TokenIntrospection {
    /** Calls under way at once. */
    static final int MOST_CALLS = 20;

    /** Requests that wait for their turn. */
    static final int MOST_WAITING = 44;

    /** Failures in a row after which no call is made for a while. */
    static final int MOST_FAILURES = 5;

    /** Bytes of an answer. Real ones have a few hundred. */
    static final int LONGEST_ANSWER = 32 * 1024;

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final String JSON = "application/json";
    private static final String SIGNED = "application/token-introspection+jwt";

    private static final Map<String, Object> UNSUPPORTED_TYPE =
            Collections.singletonMap("error", IntrospectionAnswer.UNSUPPORTED);

    private final AuthorizationServerConnection connection;
    private final EndpointLocation location;
    private final Supplier<AuthenticatedClient> client;
    private final @Nullable SignedIntrospectionVerifier signed;
    private final Share known;
    private final Share strangers;

    /** Signed answers that fail their checks keep nobody from asking, but as long as all do no new token is verified. */
    private final Pace signedAnswers;

    private volatile String lastFailure = "";

    private IntrospectionEndpoint(Builder builder) {
        this.connection = builder.connection;
        this.location = builder.location;
        this.client = builder.client;
        this.signed = builder.signed;
        this.signedAnswers = builder.pace();
        Places calls = new Places(MOST_CALLS, MOST_WAITING, LONGEST_WAIT);
        this.known = new Share(calls, builder.paceOfSenders());
        this.strangers = new Share(calls.share(MOST_CALLS / 2, MOST_WAITING / 2), builder.paceOfSenders());
    }

    /**
     * Starts an endpoint for a client that stays as it is.
     *
     * @param connection as with {@link #of(AuthorizationServerConnection, EndpointLocation, Supplier)}
     * @throws IllegalArgumentException if the client authenticates by a certificate and the connection offers none
     */
    public static Builder of(
            AuthorizationServerConnection connection, EndpointLocation location, AuthenticatedClient client) {
        return of(connection, location, () -> client);
    }

    /**
     * Starts an endpoint.
     *
     * @param client the present client: its secret or key may be replaced
     * @param connection made with credentials if the client authenticates by its certificate; best one that keeps
     *     connections alive
     * @throws IllegalArgumentException if the client authenticates by a certificate and the connection offers none
     */
    public static Builder of(
            AuthorizationServerConnection connection, EndpointLocation location, Supplier<AuthenticatedClient> client) {
        if (client.get().authentication().isMutualTls() && connection.offered() == null) {
            throw new IllegalArgumentException(
                    "The connection offers no client certificate: build it with credentials(), not with trust().");
        }
        return new Builder(connection, location, client);
    }

    @Override
    public Map<String, Object> introspect(String token) throws VerificationUnavailableException {
        return introspect(token, Sender.KNOWN);
    }

    @Override
    public Map<String, Object> introspect(String token, Sender sender) throws VerificationUnavailableException {
        Share share = sender.isStranger() ? strangers : known;
        String digest = TokenDigest.of(token);
        String subject =
                sender.certificate().map(CertificateThumbprint::toString).orElse(digest);
        if (share.pace.rests(subject, digest)) {
            throw resting();
        }
        if (!share.calls.enter()) {
            throw new VerificationUnavailableException(
                    "Enough tokens are being introspected already: the authorization server is slow, or many tokens come"
                            + " that were not seen before.");
        }
        try {
            if (!share.pace.mayTry(subject, digest)) {
                throw resting();
            }
            return introspectNow(token, share.pace, subject, digest);
        } finally {
            share.calls.leave();
        }
    }

    private Map<String, Object> introspectNow(String token, IntrospectionPace pace, String subject, String digest)
            throws VerificationUnavailableException {
        boolean located = false;
        try {
            URI uri = location.uri();
            located = true;
            Map<String, Object> members = call(uri, token, () -> pace.failedToConvince(subject));
            pace.succeeded(subject, digest);
            return members;
        } catch (AuthorizationServerException e) {
            lastFailure = String.valueOf(e.getMessage());
            if (located && !e.isBeforeTheRequest()) {
                pace.failedOver(subject, digest);
            } else {
                pace.failedBefore(subject, digest);
            }
            location.forget();
            throw new VerificationUnavailableException(lastFailure, e);
        } catch (VerificationUnavailableException | RuntimeException | Error e) {
            pace.toldNothing(subject, digest);
            throw e;
        }
    }

    private Map<String, Object> call(URI uri, String token, Runnable unverified)
            throws AuthorizationServerException, VerificationUnavailableException {
        AuthenticatedClient client = this.client.get();
        String mediaType = signed != null ? SIGNED : JSON;
        HttpAnswer answer = answer(uri, client, mediaType, token);
        if (IntrospectionAnswer.isOfUnsupportedType(answer)) {
            return UNSUPPORTED_TYPE; // and nothing else of it: it must say active of nothing
        }
        if (answer.status() != 200 && IntrospectionAnswer.isAboutTheToken(answer, mediaType)) {
            throw new VerificationUnavailableException(IntrospectionAnswer.unusable(answer, uri, client));
        }
        IntrospectionAnswer.require(answer, mediaType, uri, client, connection.offered());
        return signed != null
                ? verified(signed, answer.body(), token, unverified)
                : IntrospectionAnswer.members(answer.json(), uri);
    }

    private Map<String, Object> verified(
            SignedIntrospectionVerifier verifier, String answer, String token, Runnable unverified)
            throws VerificationUnavailableException {
        try {
            Map<String, Object> members = verifier.verify(answer);
            signedAnswers.succeeded();
            return members;
        } catch (VerificationUnavailableException e) {
            lastFailure = String.valueOf(e.getMessage());
            signedAnswers.failedOver(TokenDigest.of(token));
            unverified.run();
            throw e;
        }
    }

    private HttpAnswer answer(URI uri, AuthenticatedClient client, String mediaType, String token)
            throws AuthorizationServerException, VerificationUnavailableException {
        try {
            return connection.postForm(uri, LONGEST_ANSWER, (form, headers) -> {
                form.add(new BasicNameValuePair("token", token));
                form.add(new BasicNameValuePair("token_type_hint", "access_token"));
                headers.put(HttpHeaders.ACCEPT, mediaType);
                client.authenticate(form, headers);
            });
        } catch (AuthorizationServerException e) {
            if (!(e.getCause() instanceof BoundedBody.RefusedAnswerException)) {
                throw e;
            }
            HttpAnswer head = ((BoundedBody.RefusedAnswerException) e.getCause()).head();
            if (IntrospectionAnswer.isAboutTheToken(head, mediaType)) {
                throw new VerificationUnavailableException(String.valueOf(e.getMessage()), e);
            }
            return head; // as unusable without its body
        }
    }

    /**
     * The reason why no call is made now, or no signed answer can be used; empty if new tokens can be verified.
     * Failures of strangers and of single clients do not count as long as others get answers: the caller may be a load
     * balancer, and must not be led to think that this resource is out of order.
     */
    public Optional<String> rest() {
        boolean ofStrangers = strangers.pace.rests() || (strangers.pace.someRest() && !strangers.pace.answers());
        boolean rests = known.pace.rests()
                || known.pace.seemsOut()
                || ((signedAnswers.rests() || ofStrangers) && !known.pace.answers());
        return rests ? Optional.of(lastFailure) : Optional.empty();
    }

    private VerificationUnavailableException resting() {
        return new VerificationUnavailableException("The introspection endpoint has failed " + MOST_FAILURES
                + " times in a row and is not called for a moment. The last time: " + lastFailure);
    }

    /** The client and how it authenticates; no secret. */
    @Override
    public String toString() {
        return "IntrospectionEndpoint[" + client.get() + "]";
    }

    /** A kind of sender's share of the calls, and how the server answers it. */
    private static final class Share {
        private final Places calls;
        private final IntrospectionPace pace;

        private Share(Places calls, IntrospectionPace pace) {
            this.calls = calls;
            this.pace = pace;
        }
    }

    /** Collects what an endpoint needs to know. Not safe for use by many threads. */
    public static final class Builder {
        private final AuthorizationServerConnection connection;
        private final EndpointLocation location;
        private final Supplier<AuthenticatedClient> client;
        private @Nullable SignedIntrospectionVerifier signed;
        private Duration rest = Duration.ofSeconds(5);
        private LongSupplier ticker = System::nanoTime;

        private Builder(
                AuthorizationServerConnection connection,
                EndpointLocation location,
                Supplier<AuthenticatedClient> client) {
            this.connection = connection;
            this.location = location;
            this.client = client;
        }

        /** Asks for signed answers and uses no others. Default: plain JSON, and no signed ones. */
        public Builder signedAnswers(SignedIntrospectionVerifier verifier) {
            this.signed = verifier;
            return this;
        }

        /** The time without calls after several failures in a row. Default: 5 seconds. */
        public Builder rest(Duration afterFailures) {
            this.rest = afterFailures;
            return this;
        }

        /** The time in nanoseconds that the rest is measured by. Default: {@link System#nanoTime}. */
        public Builder ticker(LongSupplier nanos) {
            this.ticker = nanos;
            return this;
        }

        private Pace pace() {
            return new Pace(MOST_FAILURES, rest, rest, () -> 0, ticker);
        }

        private IntrospectionPace paceOfSenders() {
            return new IntrospectionPace(this::pace, ticker);
        }

        /** The endpoint; nothing is called yet. */
        public IntrospectionEndpoint build() {
            return new IntrospectionEndpoint(this);
        }
    }
}
