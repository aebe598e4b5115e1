package io.holdfast.junit;

import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the last thousand requests, each before its answer is sent, so that who has the answer finds the request
 * here. Safe for use by many threads.
 */
final class RequestLog implements HttpHandler {
    private static final int MOST = 1000;

    private final HttpHandler service;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();

    RequestLog(HttpHandler service) {
        this.service = service;
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        CopiedRequest copied = new CopiedRequest(request);
        HttpResponse response = service.handle(copied);
        add(RecordedRequest.of(copied, response.status()));
        return response;
    }

    private synchronized void add(RecordedRequest request) {
        if (requests.size() == MOST) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    /** The oldest first. */
    synchronized List<RecordedRequest> requests() {
        return Collections.unmodifiableList(new ArrayList<>(requests));
    }

    synchronized void clear() {
        requests.clear();
    }
}
