package io.holdfast.demo.parties;

import io.holdfast.authorizationserver.TokenRequest;
import java.net.URI;
import java.util.Collections;

/** Where the token service and the two APIs are, and what tokens for them are asked for with. Immutable. */
final class ApiAddresses {
    private static final String ORDERS_SCOPE = "orders:read";
    private static final String INVOICES_SCOPE = "invoices:read";

    private final URI issuer;
    private final URI orders;
    private final URI invoices;

    /**
     * @param issuer the token service's
     * @param orders the resource (RFC 8707) that the orders are, which is also where their paths begin
     * @param invoices the same of the invoices
     */
    ApiAddresses(URI issuer, URI orders, URI invoices) {
        this.issuer = issuer;
        this.orders = orders;
        this.invoices = invoices;
    }

    URI issuer() {
        return issuer;
    }

    URI orders() {
        return orders;
    }

    URI invoices() {
        return invoices;
    }

    URI ordersOf(String clientId) {
        return URI.create(orders + "/" + clientId);
    }

    URI invoicesOf(String clientId) {
        return URI.create(invoices + "/" + clientId);
    }

    TokenRequest forOrders() {
        return request(ORDERS_SCOPE, orders);
    }

    TokenRequest forInvoices() {
        return request(INVOICES_SCOPE, invoices);
    }

    private static TokenRequest request(String scope, URI resource) {
        return TokenRequest.clientCredentials(Collections.singleton(scope), Collections.singleton(resource.toString()));
    }
}
