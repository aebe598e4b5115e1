package io.holdfast.servlet;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Filters that answer WebSocket handshakes. Jetty puts one in front of all filters of {@code web.xml} unless it is
 * declared there, and a handshake that it takes never comes to a filter behind.
 */
public final class WebSocketFilters {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketFilters.class);

    private WebSocketFilters() {}

    /**
     * Warns if one of an application's filters takes WebSocket handshakes. A filter cannot see the order it stands in,
     * so the operator has to look.
     *
     * @param names the names of the application's filters
     * @return true if there is one
     */
    public static boolean warnOf(Set<String> names) {
        for (String name : names) {
            if (name.endsWith("WebSocketUpgradeFilter")) {
                LOG.warn(
                        "The filter {} takes WebSocket handshakes. If it stands before Holdfast's, they reach the"
                                + " application unchecked: declare it in web.xml behind Holdfast's filter, under this name.",
                        name);
                return true;
            }
        }
        return false;
    }
}
