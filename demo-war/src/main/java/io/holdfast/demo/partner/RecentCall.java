package io.holdfast.demo.partner;

import io.holdfast.tokenservice.http.PrintableText;
import java.time.Instant;

/** One call of the partner API as the console shows it; it holds no token. Immutable. */
public final class RecentCall {
    private static final int LONGEST_TEXT = 120;

    private final Instant time;
    private final String client;
    private final String certificate;
    private final String request;
    private final int status;
    private final String reason;
    private final String reasonCode;
    private final String requestId;

    /**
     * @param reasonCode the guard's own, empty if it refused nothing
     * @param requestId what the caller named the request, empty if it did not
     */
    RecentCall(
            Instant time,
            String client,
            String certificate,
            String request,
            int status,
            String reason,
            String reasonCode,
            String requestId) {
        this.time = time;
        this.client = cut(client);
        this.certificate = cut(certificate);
        this.request = cut(request);
        this.status = status;
        this.reason = cut(reason);
        this.reasonCode = cut(reasonCode);
        this.requestId = cut(requestId);
    }

    public Instant time() {
        return time;
    }

    /** The client that the token was issued to; empty if no token was accepted. */
    public String client() {
        return client;
    }

    /** The first characters of the thumbprint, and the subject, of the connection's certificate; empty without one. */
    public String certificate() {
        return certificate;
    }

    /** Method and path, without the query, in which a token could stand. */
    public String request() {
        return request;
    }

    public int status() {
        return status;
    }

    /** Why it was refused, from the challenge; empty if it was not. */
    public String reason() {
        return reason;
    }

    /** The code of the {@code io.holdfast.resource.RefusalReason}, which no answer tells; empty if it was let in. */
    public String reasonCode() {
        return reasonCode;
    }

    /** What its caller named it in {@code X-Request-Id}; empty if it did not, or not in a plain word. */
    public String requestId() {
        return requestId;
    }

    private static String cut(String text) {
        return PrintableText.of(text, LONGEST_TEXT);
    }
}
