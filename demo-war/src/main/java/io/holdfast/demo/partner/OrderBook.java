package io.holdfast.demo.partner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders of every partner, in memory: three fictitious ones at first, and those that the partner places. New orders
 * displace the oldest, and new partners those that have been silent longest. Safe for use by many threads.
 */
final class OrderBook {
    static final int MOST_ORDERS = 20;
    static final int MOST_PARTNERS = 100;

    private final Map<String, Page> pages = new LinkedHashMap<String, Page>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Page> eldest) {
            return size() > MOST_PARTNERS;
        }
    };

    /** The partner's orders, the oldest first. */
    synchronized List<Order> of(String partner) {
        return new ArrayList<>(page(partner).orders);
    }

    synchronized Order place(String partner, NewOrder order) {
        return page(partner).add(order.article(), order.quantity());
    }

    private Page page(String partner) {
        return pages.computeIfAbsent(partner, Page::new);
    }

    /** The orders of one partner. */
    private static final class Page {
        private final String partner;
        private final Deque<Order> orders = new ArrayDeque<>();
        private long last = 1000;

        Page(String partner) {
            this.partner = partner;
            add("anchor chain, 40 m", 1);
            add("mooring line, 22 mm", 6);
            add("deck lantern", 12);
        }

        Order add(String article, long quantity) {
            last++;
            Order order = new Order(partner + "-" + last, article, quantity);
            orders.addLast(order);
            if (orders.size() > MOST_ORDERS) {
                orders.removeFirst();
            }
            return order;
        }
    }
}
