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
     * @param reasonCode the guard's own code, empty if it refused nothing
     * @param requestId the caller's name for the request, empty if it gave none
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

    /** The client to which the token was issued; empty if no token was accepted. */
    public String client() {
        return client;
    }

    /** The first characters of the thumbprint, and the subject, of the connection's certificate; empty without one. */
    public String certificate() {
        return certificate;
    }

    /** Method and path, without the query, which could hold a token. */
    public String request() {
        return request;
    }

    public int status() {
        return status;
    }

    /** The reason of the refusal, from the challenge; empty if the call was let in. */
    public String reason() {
        return reason;
    }

    /**
     * The code of the {@code io.holdfast.resource.RefusalReason}, which no answer shows; empty if the call was let in.
     */
    public String reasonCode() {
        return reasonCode;
    }

    /** The caller's name for it in {@code X-Request-Id}; empty if there is none, or not a plain word. */
    public String requestId() {
        return requestId;
    }

    private static String cut(String text) {
        return PrintableText.of(text, LONGEST_TEXT);
    }
}
