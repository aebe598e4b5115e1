package io.holdfast.demo.parties;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that somebody did in a scene, and what came of it. It holds no token's text. Immutable. */
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

    /** Who was called; of a step that is no call, whom it is about. */
    public Party target() {
        return target;
    }

    /** Method and URL of a call; what was done otherwise. */
    public String action() {
        return action;
    }

    /** The HTTP status that came; 0 if none did. */
    public int status() {
        return status;
    }

    /** The {@code WWW-Authenticate} that came; empty if none did. */
    public String challenge() {
        return challenge;
    }

    /** The code that the API noted for its refusal; empty if there is none, or if the API is elsewhere. */
    public String reason() {
        return reason;
    }

    /** What the connection was made with; empty without a certificate. */
    public Optional<ShownCertificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** What was sent; empty if no token was. */
    public Optional<SentToken> token() {
        return Optional.ofNullable(token);
    }

    /** How it should have come out. */
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

    /** By which the API's own record of the call is known; empty if it is no call of the API. */
    public String requestId() {
        return requestId;
    }

    /** Whether this was an HTTP call that was answered. */
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

        /** All that the call itself tells. */
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
