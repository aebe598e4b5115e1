package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class WebSocketFiltersTest {
    @Test
    @DisplayName("B17 B19 notices Jetty's filter for WebSocket handshakes, by the name that Jetty gives it")
    void noticesJettysFilter() {
        for (String level : new String[] {"ee8", "ee9", "ee10", "ee11"}) {
            assertThat(WebSocketFilters.warnOf(Set.of(
                            "holdfast", "org.eclipse.jetty." + level + ".websocket.servlet.WebSocketUpgradeFilter")))
                    .isTrue();
        }
        assertThat(WebSocketFilters.warnOf(Set.of("holdfast", "gzip"))).isFalse();
    }
}
