package io.holdfast.demo.parties;

import io.holdfast.authorizationserver.TokenRequest;
import java.net.URI;
import java.util.Collections;

/** Where the token service and the two APIs are, and what tokens for them are asked for with. Immutable. */
final class ApiAddresses {
    static final String ORDERS_SCOPE = "orders:read";
    static final String INVOICES_SCOPE = "invoices:read";

    private final URI issuer;
    private final URI apis;

    /**
     * @param issuer the token service's
     * @param apis base URL of the APIs, where a client certificate is asked for
     */
    ApiAddresses(URI issuer, URI apis) {
        this.issuer = issuer;
        this.apis = apis;
    }

    URI issuer() {
        return issuer;
    }

    /** Scheme, host and port of the APIs. */
    String origin() {
        return "https://" + apis.getRawAuthority();
    }

    /** The resource (RFC 8707) that the orders are, which is also where their paths begin. */
    String orders() {
        return apis + "/orders";
    }

    /** The same of the invoices. */
    String invoices() {
        return apis + "/invoices";
    }

    URI ordersOf(String clientId) {
        return URI.create(orders() + "/" + clientId);
    }

    URI invoicesOf(String clientId) {
        return URI.create(invoices() + "/" + clientId);
    }

    TokenRequest forOrders() {
        return TokenRequest.clientCredentials(Collections.singleton(ORDERS_SCOPE), Collections.singleton(orders()));
    }

    TokenRequest forInvoices() {
        return TokenRequest.clientCredentials(Collections.singleton(INVOICES_SCOPE), Collections.singleton(invoices()));
    }
}
