package io.holdfast.demo.parties;

import io.holdfast.authorizationserver.TokenRequest;
import java.net.URI;
import java.util.Collections;

/** The addresses of the token service and the two APIs, with the token requests for them. Immutable. */
final class ApiAddresses {
    private static final String ORDERS_SCOPE = "orders:read";
    private static final String INVOICES_SCOPE = "invoices:read";

    private final URI issuer;
    private final URI orders;
    private final URI invoices;

    /**
     * @param issuer the token service's identifier
     * @param orders the resource identifier (RFC 8707) of the orders, which is also the prefix of their URLs
     * @param invoices the resource identifier of the invoices, likewise the prefix of their URLs
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
