package io.holdfast.servlet.jakarta;

import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.RefusalReason;
import io.holdfast.resource.ResponseBody;
import io.holdfast.token.VerifiedToken;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The door's own answer to a request that does not pass, as a servlet container sends it. */
final class DoorAnswer {
    private DoorAnswer() {}

    static void write(AccessDecision.Answer decision, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
        if (!included) { // the page around an include was accepted, and goes on with its token
            request.removeAttribute(
                    VerifiedToken.REQUEST_ATTRIBUTE); // that a dispatch was accepted before says nothing here
            decision.reason().ifPresent(reason -> request.setAttribute(RefusalReason.REQUEST_ATTRIBUTE, reason.code()));
        }
        if (response.isCommitted()) {
            return;
        }
        decision.headers().forEach(header -> response.addHeader(header.name(), header.value()));
        ResponseBody body = decision.body().orElse(null);
        if (body != null && !included) {
            write(decision.status(), body, response);
        } else if (VisibleRequest.containerShowsAny(request, decision.hiddenHeaders())) {
            // The application's error page would see them: the container dispatches its own request there.
            response.setStatus(decision.status());
            if (!included) {
                response.flushBuffer();
            }
        } else {
            response.sendError(decision.status());
        }
    }

    private static void write(int status, ResponseBody body, HttpServletResponse response) throws IOException {
        byte[] content = body.content();
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(body.contentType());
        response.setContentLength(content.length);
        try {
            response.getOutputStream().write(content);
        } catch (IllegalStateException e) {
            // Somebody before has taken the writer. The text is ASCII in any of its encodings.
            response.getWriter().write(new String(content, StandardCharsets.US_ASCII));
        }
        response.flushBuffer();
    }
}
