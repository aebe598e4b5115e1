package io.holdfast.demo.partner;

import io.holdfast.tokenservice.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A malformed order. The message is fixed text of our own, never the caller's. */
final class RefusedOrderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedOrderException(int status, String message) {
        super(message);
        this.status = status;
    }

    HttpResponse response() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", "invalid_order");
        answer.put("error_description", getMessage());
        return HttpResponse.json(status, answer).notStored();
    }
}
