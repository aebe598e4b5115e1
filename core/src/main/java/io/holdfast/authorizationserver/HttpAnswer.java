package io.holdfast.authorizationserver;

/** What an authorization server answered: the status and the body, whole. */
final class HttpAnswer {
    private final int status;
    private final String body;

    HttpAnswer(int status, String body) {
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** The body as it came; it may hold a token, so it must not be printed. */
    String body() {
        return body;
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", body of " + body.length() + " characters]";
    }
}
