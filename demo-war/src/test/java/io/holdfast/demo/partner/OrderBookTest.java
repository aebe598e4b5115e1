package io.holdfast.demo.partner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderBookTest {
    private final OrderBook book = new OrderBook();

    @Test
    void keepsTheLastOrdersOfAPartner() {
        for (int i = 0; i < 3 * OrderBook.MOST_ORDERS; i++) {
            book.place("a", new NewOrder("bell", 1));
        }

        assertThat(book.of("a")).hasSize(OrderBook.MOST_ORDERS);
        assertThat(book.of("a").get(OrderBook.MOST_ORDERS - 1).members()).containsEntry("order", "a-1063");
        assertThat(book.of("b")).hasSize(3);
    }

    @Test
    void forgetsThePartnersThatHaveBeenSilentLongest() {
        book.place("silent", new NewOrder("bell", 1));
        book.place("busy", new NewOrder("bell", 1));
        for (int i = 0; i < OrderBook.MOST_PARTNERS; i++) {
            book.of("busy");
            book.of("partner-" + i);
        }

        assertThat(book.of("busy")).hasSize(4);
        assertThat(book.of("silent")).hasSize(3);
    }
}
