package io.holdfast.demo.partner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Made-up orders; every partner has some, and each its own. */
final class SampleOrders {
    private static final String[] ARTICLES = {"anchor chain, 40 m", "mooring line, 22 mm", "deck lantern"};

    private SampleOrders() {}

    static List<Map<String, Object>> of(String partner) {
        int first = 1000 + Math.floorMod(partner.hashCode(), 9000);
        List<Map<String, Object>> orders = new ArrayList<>();
        for (int i = 0; i < ARTICLES.length; i++) {
            Map<String, Object> order = new LinkedHashMap<>();
            order.put("order", partner + "-" + (first + i));
            order.put("article", ARTICLES[i]);
            order.put("quantity", 1 + Math.floorMod(first * (i + 3), 12));
            orders.add(order);
        }
        return orders;
    }
}
