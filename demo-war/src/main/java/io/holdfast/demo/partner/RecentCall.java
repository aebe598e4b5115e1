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

    RecentCall(Instant time, String client, String certificate, String request, int status, String reason) {
        this.time = time;
        this.client = cut(client);
        this.certificate = cut(certificate);
        this.request = cut(request);
        this.status = status;
        this.reason = cut(reason);
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

    private static String cut(String text) {
        return PrintableText.of(text, LONGEST_TEXT);
    }
}
