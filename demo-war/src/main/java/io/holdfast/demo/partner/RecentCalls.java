package io.holdfast.demo.partner;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.resource.RefusalReason;
import io.holdfast.token.VerifiedToken;
import io.holdfast.tokenservice.http.HttpRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The last calls of the partner APIs, in memory, the newest first. Safe for use by many threads. */
public final class RecentCalls {
    private static final int MOST = 50;
    private static final Pattern ERROR = Pattern.compile("error=\"([^\"]*)\"(?:,\\s*error_description=\"([^\"]*)\")?");
    private static final int SHOWN_OF_THUMBPRINT = 8;
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern PLAIN_WORD = Pattern.compile("[0-9A-Za-z._-]{1,64}");

    private final Deque<RecentCall> calls = new ArrayDeque<>();

    /**
     * Records an answered call.
     *
     * @param challenge the answer's {@code WWW-Authenticate}; null if it had none
     */
    public void note(HttpRequest request, int status, @Nullable String challenge) {
        Object token = request.attribute(VerifiedToken.REQUEST_ATTRIBUTE);
        String client = token instanceof VerifiedToken
                ? ((VerifiedToken) token).clientId().orElse("")
                : "";
        add(new RecentCall(
                Instant.now(),
                client,
                certificate(request.clientCertificates()),
                request.method() + " " + request.path(),
                status,
                status < 400 ? "" : reason(challenge),
                status < 400 ? "" : reasonCode(request),
                requestId(request)));
    }

    /**
     * Finds the newest call with this name in {@code X-Request-Id}. A call is recorded after its answer has gone out,
     * so this method waits for it.
     *
     * @return empty if there is none within the time
     * @throws InterruptedException if the thread is interrupted
     */
    public synchronized Optional<RecentCall> await(String requestId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<RecentCall> found = calls.stream()
                    .filter(call -> call.requestId().equals(requestId))
                    .findFirst();
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (found.isPresent() || leftMillis <= 0) {
                return found;
            }
            wait(leftMillis);
        }
    }

    private synchronized void add(RecentCall call) {
        calls.addFirst(call);
        if (calls.size() > MOST) {
            calls.removeLast();
        }
        notifyAll();
    }

    /** The calls as they are now, at most fifty. */
    public synchronized List<RecentCall> newestFirst() {
        return new ArrayList<>(calls);
    }

    /** Puts the thumbprint first: it distinguishes certificates of one subject, and no length limit cuts it off. */
    private static String certificate(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return "";
        }
        String thumbprint = CertificateThumbprint.of(chain.get(0)).value();
        return thumbprint.substring(0, SHOWN_OF_THUMBPRINT) + "… "
                + chain.get(0).getSubjectX500Principal().getName();
    }

    private static String reasonCode(HttpRequest request) {
        Object code = request.attribute(RefusalReason.REQUEST_ATTRIBUTE);
        return code instanceof String ? (String) code : "";
    }

    private static String requestId(HttpRequest request) {
        List<String> lines = request.headers(REQUEST_ID);
        return lines.size() == 1 && PLAIN_WORD.matcher(lines.get(0)).matches() ? lines.get(0) : "";
    }

    private static String reason(@Nullable String challenge) {
        Matcher error = ERROR.matcher(challenge == null ? "" : challenge);
        if (!error.find()) {
            return challenge == null ? "" : "no token";
        }
        return error.group(2) == null ? error.group(1) : error.group(1) + ": " + error.group(2);
    }
}
