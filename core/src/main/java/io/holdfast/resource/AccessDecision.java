package io.holdfast.resource;

import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.token.VerifiedToken;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decision about one request, of one of five kinds, and there are no others. The request passes: with its token
 * ({@link Permit}), as anybody's on an open path ({@link Anybody}), or as anybody's with a reason against it that is only
 * reported ({@link Report}). Or it gets an {@link Answer} from the door: it is refused ({@link Refused}), or it asks for
 * an answer of the door itself ({@link OwnAnswer}).
 *
 * <p>Immutable. It holds for the request it was made for and no other.
 */
public abstract class AccessDecision {
    private final HiddenHeaders hiddenHeaders;

    AccessDecision(HiddenHeaders hiddenHeaders) {
        this.hiddenHeaders = hiddenHeaders;
    }

    /** True if the request may pass; false of an {@link Answer}. */
    public boolean permitted() {
        return true;
    }

    /**
     * The reason why the request is refused, or would be if its path were not only reported about.
     *
     * @return empty if there is none
     */
    public Optional<RefusalReason> reason() {
        return Optional.empty();
    }

    /**
     * Response headers that a door adds, before the application does if the request is permitted. It must add, not set:
     * other authentication schemes may have put challenges there.
     */
    public List<ResponseHeader> headers() {
        return Collections.emptyList();
    }

    /** The request headers that the application must not see. */
    public final HiddenHeaders hiddenHeaders() {
        return hiddenHeaders;
    }

    /** Tells a listener. */
    abstract void tell(AccessListener listener);

    /** The request passes and speaks for the principal of its token. */
    public static final class Permit extends AccessDecision {
        private final VerifiedToken token;
        private final AccessTokenPrincipal principal;

        /** The request header that the client certificate stood in; null if none. */
        private final @Nullable String certificateHeader;

        Permit(
                VerifiedToken token,
                AccessTokenPrincipal principal,
                @Nullable String certificateHeader,
                HiddenHeaders hiddenHeaders) {
            super(hiddenHeaders);
            this.token = token;
            this.principal = principal;
            this.certificateHeader = certificateHeader;
        }

        /** The token. */
        public VerifiedToken token() {
            return token;
        }

        /** The token's principal. */
        public AccessTokenPrincipal principal() {
            return principal;
        }

        /**
         * A response that a header has allowed varies on it.
         *
         * @see <a href="https://www.rfc-editor.org/rfc/rfc9440#section-2.4">RFC 9440 section 2.4, "Processing Rules"</a>
         */
        @Override
        public List<ResponseHeader> headers() {
            return certificateHeader == null
                    ? Collections.emptyList()
                    : Collections.singletonList(new ResponseHeader("Vary", certificateHeader));
        }

        @Override
        void tell(AccessListener listener) {
            listener.accepted(token);
        }

        @Override
        public String toString() {
            return "permitted, " + token;
        }
    }

    /** The request passes because its path is open; it speaks for nobody. */
    public static final class Anybody extends AccessDecision {
        Anybody(HiddenHeaders hiddenHeaders) {
            super(hiddenHeaders);
        }

        @Override
        void tell(AccessListener listener) {
            listener.passedOpenPath();
        }

        @Override
        public String toString() {
            return "permitted, anybody";
        }
    }

    /** The request passes and speaks for nobody, though there is a reason to refuse it. */
    public static final class Report extends AccessDecision {
        private final RefusalReason reason;
        private final @Nullable AccessRefusal refusal; // null if the request is too broken to be described
        private final List<ResponseHeader> headers;

        Report(
                RefusalReason reason,
                @Nullable AccessRefusal refusal,
                List<ResponseHeader> headers,
                HiddenHeaders hiddenHeaders) {
            super(hiddenHeaders);
            this.reason = reason;
            this.refusal = refusal;
            this.headers = headers;
        }

        /**
         * Where a proxy forwards certificates, the response varies on what made it nobody's: the certificate and the token,
         * missing ones, too. A cache must not give it to a client who has both.
         */
        @Override
        public List<ResponseHeader> headers() {
            return headers;
        }

        @Override
        public Optional<RefusalReason> reason() {
            return Optional.of(reason);
        }

        @Override
        void tell(AccessListener listener) {
            if (refusal != null) {
                listener.refused(refusal);
            }
        }

        @Override
        public String toString() {
            return "permitted, but " + reason.code();
        }
    }

    /** The request does not pass: the door answers it. */
    public abstract static class Answer extends AccessDecision {
        private final int status;
        private final List<ResponseHeader> headers;
        private final @Nullable ResponseBody body;

        Answer(int status, List<ResponseHeader> headers, @Nullable ResponseBody body, HiddenHeaders hiddenHeaders) {
            super(hiddenHeaders);
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public final boolean permitted() {
            return false;
        }

        /** The HTTP status of the answer. */
        public final int status() {
            return status;
        }

        @Override
        public final List<ResponseHeader> headers() {
            return headers;
        }

        /** The body that a door answers with; empty if the container's error pages make it. */
        public final Optional<ResponseBody> body() {
            return Optional.ofNullable(body);
        }
    }

    /** The request is refused. */
    public static final class Refused extends Answer {
        private final RefusalReason reason;
        private final @Nullable AccessRefusal refusal; // null if the request is too broken to be described

        Refused(
                RefusalReason reason,
                List<ResponseHeader> headers,
                @Nullable ResponseBody body,
                @Nullable AccessRefusal refusal,
                HiddenHeaders hiddenHeaders) {
            super(reason.status(), headers, body, hiddenHeaders);
            this.reason = reason;
            this.refusal = refusal;
        }

        @Override
        public Optional<RefusalReason> reason() {
            return Optional.of(reason);
        }

        @Override
        void tell(AccessListener listener) {
            if (refusal != null) {
                listener.refused(refusal);
            }
        }

        @Override
        public String toString() {
            return "refused, " + reason.code();
        }
    }

    /** The request asks for an answer of the door itself. */
    public static final class OwnAnswer extends Answer {
        OwnAnswer(int status, ResponseHeader header, ResponseBody body, HiddenHeaders hiddenHeaders) {
            super(status, Collections.singletonList(header), body, hiddenHeaders);
        }

        @Override
        void tell(AccessListener listener) {
            // Nothing was decided about a token.
        }

        @Override
        public String toString() {
            return "answered, " + status();
        }
    }
}
