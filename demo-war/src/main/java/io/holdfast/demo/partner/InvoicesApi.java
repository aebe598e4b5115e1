package io.holdfast.demo.partner;

import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /invoices/{client_id}} lists a partner's invoices, which are fictitious. Safe for use by many threads. */
public final class InvoicesApi implements PartnerApi {
    private static final int[] AMOUNTS_IN_EURO = {1840, 95, 612};

    @Override
    public String name() {
        return "invoices";
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        PartnerCall call = PartnerCall.of(this, request);
        if (!call.reads()) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        return call.partner()
                .map(partner -> call.answer(200, partner, "invoices", invoicesOf(partner)))
                .orElseGet(PartnerCall::notFound);
    }

    private static List<Map<String, Object>> invoicesOf(String partner) {
        List<Map<String, Object>> invoices = new ArrayList<>();
        for (int i = 0; i < AMOUNTS_IN_EURO.length; i++) {
            Map<String, Object> invoice = new LinkedHashMap<>();
            invoice.put("invoice", partner + "-invoice-" + (i + 1));
            invoice.put("amount", AMOUNTS_IN_EURO[i]);
            invoice.put("currency", "EUR");
            invoice.put("paid", i > 0);
            invoices.add(invoice);
        }
        return invoices;
    }
}
