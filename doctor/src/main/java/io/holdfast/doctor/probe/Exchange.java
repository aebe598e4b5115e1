package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.TlsObservation;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as it went: what TLS really sent, and the answer, or why there is none. Immutable. */
final class Exchange {
    private final Call call;
    private final Tls tls;
    private final @Nullable Answer answer;
    private final @Nullable String failure;
    private final boolean refusedByTls;
    private final boolean late;

    private Exchange(
            Call call, Tls tls, @Nullable Answer answer, @Nullable String failure, boolean refusedByTls, boolean late) {
        this.call = call;
        this.tls = tls;
        this.answer = answer;
        this.failure = failure;
        this.refusedByTls = refusedByTls;
        this.late = late;
    }

    static Exchange answered(Call call, Tls tls, Answer answer) {
        return new Exchange(call, tls, answer, null, false, false);
    }

    /** The server asked for a certificate and ended the connection before any answer. */
    static Exchange refusedByTls(Call call, Tls tls, String how) {
        return new Exchange(call, tls, null, how, true, false);
    }

    static Exchange failed(Call call, Tls tls, String why) {
        return new Exchange(call, tls, null, why, false, false);
    }

    /** There was a connection, and no whole answer in time. */
    static Exchange late(Call call, Tls tls, String why) {
        return new Exchange(call, tls, null, why, false, true);
    }

    Call call() {
        return call;
    }

    Tls tls() {
        return tls;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    boolean isRefusedByTls() {
        return refusedByTls;
    }

    /** True if the answer took too long. It may still have been the owner's, so no check passes by it. */
    boolean isLate() {
        return late;
    }

    /** True if TLS sent the certificate that was meant, or none where none was meant. */
    boolean sentAsMeant() {
        return call.identity().isWhatWasSent(tls.sent);
    }

    /** The answer in words, or what came instead. */
    String words() {
        if (answer != null) {
            return answer.words();
        }
        return refusedByTls ? "refused by TLS" : "no answer (" + failure + ")";
    }

    /** The TLS side of an exchange. Immutable. */
    static final class Tls {
        /** No connection was made. */
        static final Tls NONE = new Tls("", "", false, false, List.of(), List.of(), false);

        final String protocol;
        final String cipher;
        /** Asked for a certificate in the first handshake. */
        final boolean asked;
        /** Asked for a certificate after the request. */
        final boolean askedLater;
        /** The authorities that the server named when it asked. */
        final List<String> authorities;
        /** The leaf that was sent; empty for none. */
        final List<X509Certificate> sent;

        final boolean resumed;

        Tls(
                String protocol,
                String cipher,
                boolean asked,
                boolean askedLater,
                List<String> authorities,
                List<X509Certificate> sent,
                boolean resumed) {
            this.protocol = protocol;
            this.cipher = cipher;
            this.asked = asked;
            this.askedLater = askedLater;
            this.authorities = authorities;
            this.sent = sent;
            this.resumed = resumed;
        }

        static Tls of(TlsObservation seen) {
            return new Tls(
                    seen.protocol(),
                    seen.cipher(),
                    seen.asked() && !seen.askedLate(),
                    seen.askedLate(),
                    seen.authorities(),
                    seen.sent().map(List::of).orElse(List.of()),
                    seen.resumed() && !seen.protocol().isEmpty());
        }
    }
}
