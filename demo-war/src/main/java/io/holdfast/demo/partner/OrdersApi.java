package io.holdfast.demo.partner;

import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.stream.Collectors;

/**
 * {@code GET /orders/{client_id}} lists a partner's orders, {@code POST} there places one. Safe for use by many threads.
 */
public final class OrdersApi implements PartnerApi {
    private final OrderBook book = new OrderBook();

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        PartnerCall call = PartnerCall.of(this, request);
        if (!call.partner().isPresent()) {
            return PartnerCall.notFound();
        }
        String partner = call.partner().get();
        if (call.reads()) {
            return call.answer(
                    200,
                    partner,
                    "orders",
                    book.of(partner).stream().map(Order::members).collect(Collectors.toList()));
        }
        return request.method().equals("POST")
                ? place(call, partner, request)
                : HttpResponse.methodNotAllowed("GET, HEAD, POST");
    }

    private HttpResponse place(PartnerCall call, String partner, HttpRequest request) throws IOException {
        try {
            NewOrder order = NewOrder.read(request);
            return call.answer(
                    201,
                    partner,
                    "orders",
                    Collections.singletonList(book.place(partner, order).members()));
        } catch (RefusedOrderException e) {
            return e.response();
        }
    }
}
