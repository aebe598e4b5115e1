package io.holdfast.demo.parties;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One action of a party in a scene, and its outcome. It holds no token's text. Immutable. */
public final class Step {
    private final Instant time;
    private final Party caller;
    private final Party target;
    private final String action;
    private final int status;
    private final String challenge;
    private final String reason;
    private final @Nullable ShownCertificate certificate;
    private final @Nullable SentToken token;
    private final String expected;
    private final boolean asExpected;
    private final String explanation;
    private final String requestId;

    private Step(Builder builder) {
        this.time = Objects.requireNonNull(builder.time, "time");
        this.caller = builder.caller;
        this.target = builder.target;
        this.action = builder.action;
        this.status = builder.status;
        this.challenge = builder.challenge;
        this.reason = builder.reason;
        this.certificate = builder.certificate;
        this.token = builder.token;
        this.expected = builder.expected;
        this.asExpected = builder.asExpected;
        this.explanation = builder.explanation;
        this.requestId = builder.requestId;
    }

    static Builder by(Party caller, Party target, String action) {
        return new Builder(caller, target, action);
    }

    public Instant time() {
        return time;
    }

    public Party caller() {
        return caller;
    }

    /** The called party; for a step that is no call, the party it concerns. */
    public Party target() {
        return target;
    }

    /** Method and URL of a call; otherwise the action in words. */
    public String action() {
        return action;
    }

    /** The HTTP status; 0 without a response. */
    public int status() {
        return status;
    }

    /** The {@code WWW-Authenticate} of the response; empty if it has none. */
    public String challenge() {
        return challenge;
    }

    /**
     * The reason code that the API recorded for its refusal; empty if there is none, or if the API is on another
     * server.
     */
    public String reason() {
        return reason;
    }

    /** The certificate of the connection; empty if it had none. */
    public Optional<ShownCertificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** The token that was sent; empty if none was. */
    public Optional<SentToken> token() {
        return Optional.ofNullable(token);
    }

    /** The expected outcome. */
    public String expected() {
        return expected;
    }

    public boolean asExpected() {
        return asExpected;
    }

    /** A sentence for people. */
    public String explanation() {
        return explanation;
    }

    /** The name of the call in the API's own record; empty if it is no call of the API. */
    public String requestId() {
        return requestId;
    }

    /** True if this was an HTTP call with a response. */
    public boolean answered() {
        return status != 0;
    }

    /** Collects a step. Not for use by several threads. */
    static final class Builder {
        private final Party caller;
        private final Party target;
        private final String action;
        private @Nullable Instant time;
        private int status;
        private String challenge = "";
        private String reason = "";
        private @Nullable ShownCertificate certificate;
        private @Nullable SentToken token;
        private String expected = "";
        private boolean asExpected;
        private String explanation = "";
        private String requestId = "";

        private Builder(Party caller, Party target, String action) {
            this.caller = caller;
            this.target = target;
            this.action = action;
        }

        Builder at(Instant moment) {
            time = moment;
            return this;
        }

        /** Takes the facts of the call itself. */
        Builder exchange(Exchange exchange) {
            status = exchange.status();
            challenge = exchange.challenge();
            requestId = exchange.requestId();
            certificate = exchange.presented().map(ShownCertificate::of).orElse(null);
            token = exchange.overheard().map(SentToken::of).orElse(null);
            return this;
        }

        Builder reason(String code) {
            reason = code;
            return this;
        }

        Builder certificate(ShownCertificate shown) {
            certificate = shown;
            return this;
        }

        Builder token(SentToken sent) {
            token = sent;
            return this;
        }

        Builder judged(String should, boolean did) {
            expected = should;
            asExpected = did;
            return this;
        }

        Builder explained(String sentence) {
            explanation = sentence;
            return this;
        }

        Step build() {
            return new Step(this);
        }
    }
}
