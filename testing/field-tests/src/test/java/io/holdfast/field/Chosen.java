package io.holdfast.field;

import java.util.List;
import java.util.stream.Stream;

/** What {@code -Dfield} names, with commas between: servers of the list and other parts of these tests; or all. */
final class Chosen {
    private static final String PROXIES = "proxies";
    private static final String TOMCATS = "tomcats";

    /** What the property is for a test behind proxies to run. */
    static final String WITH_PROXIES = "(.*,)?(all|" + PROXIES + ")(,.*)?";

    /** What the property is for a test in several whole Tomcats to run. */
    static final String WITH_TOMCATS = "(.*,)?(all|" + TOMCATS + ")(,.*)?";

    private Chosen() {}

    /** The servers that it names. */
    static List<FieldServer> servers() {
        String names = System.getProperty("field", "all");
        if (names.equals("all")) {
            return FieldServer.ALL;
        }
        return Stream.of(names.split(",", -1))
                .filter(name -> !name.equals(PROXIES) && !name.equals(TOMCATS))
                .map(FieldServer::named)
                .toList();
    }

    /** Every name that is allowed. */
    static List<String> names() {
        return Stream.concat(
                        Stream.of("all", PROXIES, TOMCATS),
                        FieldServer.ALL.stream().map(FieldServer::id))
                .toList();
    }
}
