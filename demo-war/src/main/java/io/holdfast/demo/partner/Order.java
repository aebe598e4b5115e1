package io.holdfast.demo.partner;

import java.util.LinkedHashMap;
import java.util.Map;

/** An order with a number. Immutable. */
final class Order {
    private final String number;
    private final String article;
    private final long quantity;

    Order(String number, String article, long quantity) {
        this.number = number;
        this.article = article;
        this.quantity = quantity;
    }

    /** The members in answers. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("order", number);
        members.put("article", article);
        members.put("quantity", quantity);
        return members;
    }
}
