package io.holdfast.demo.javax;

import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import javax.servlet.http.HttpServletResponse;

/** Writes an answer to the container's response. */
final class ServletAnswer {
    private ServletAnswer() {}

    static void write(HttpResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.forEachHeader(response::addHeader);
        byte[] body = answer.body();
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
