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

    /** What the property is for a test with Spring Authorization Server to run. */
    static final String WITH_SPRING = "(.*,)?(all|" + SpringAuthorizationServer.ID + ")(,.*)?";

    /** What the property is for a test with Keycloak to run. */
    static final String WITH_KEYCLOAK = "(.*,)?(all|" + Keycloak.ID + ")(,.*)?";

    /** What the property is for a test with node-oidc-provider to run. */
    static final String WITH_OIDC_PROVIDER = "(.*,)?(all|" + OidcProvider.ID + ")(,.*)?";

    /** The value of the property with which the probe runs at resource servers of others. */
    static final String WITH_PROBED = "(.*,)?(all|" + ProbedServer.ID + ")(,.*)?";

    /** Names that are none of a server in which a door stands. */
    private static final List<String> OTHERS =
            List.of(PROXIES, TOMCATS, SpringAuthorizationServer.ID, Keycloak.ID, OidcProvider.ID, ProbedServer.ID);

    private Chosen() {}

    /** The servers that it names. */
    static List<FieldServer> servers() {
        String names = System.getProperty("field", "all");
        if (names.equals("all")) {
            return FieldServer.ALL;
        }
        return Stream.of(names.split(",", -1))
                .filter(name -> !OTHERS.contains(name))
                .map(FieldServer::named)
                .toList();
    }

    /** Every name that is allowed. */
    static List<String> names() {
        return Stream.of(
                        Stream.of("all"),
                        OTHERS.stream(),
                        FieldServer.ALL.stream().map(FieldServer::id))
                .flatMap(names -> names)
                .toList();
    }
}
