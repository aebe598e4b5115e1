package io.holdfast.tokenservice.endpoint;

import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.util.function.Supplier;

/** Serves one public JSON document. */
public final class DocumentEndpoint implements HttpHandler {
    private final Supplier<String> document;

    public DocumentEndpoint(Supplier<String> document) {
        this.document = document;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        // The keys are new at every start and may change at any time, so nobody should keep it long.
        return HttpResponse.of(200, "application/json", document.get()).header("Cache-Control", "public, max-age=60");
    }
}
