package io.holdfast.field;

import java.util.List;
import java.util.function.Supplier;

/**
 * A server of the list.
 *
 * @param id what {@code -Dfield} calls it
 * @param title what the documentation calls it
 * @param coordinates group:artifact:version:type[:classifier]
 * @param imageModules the modules of the runtime image that it gets; empty for the whole JDK
 */
record FieldServer(
        String id,
        String title,
        String coordinates,
        Namespace namespace,
        Supplier<ServerFamily> family,
        List<String> imageModules) {

    /** All of them, in the order in which they are tried. */
    static final List<FieldServer> ALL = List.of(
            tomcat("tomcat11", "11.0.24", Namespace.JAKARTA),
            new FieldServer(
                    "wildfly39",
                    "WildFly 39.0.1",
                    "org.wildfly:wildfly-dist:39.0.1.Final:tar.gz",
                    Namespace.JAKARTA,
                    WildFlys::new,
                    List.of()),
            new FieldServer(
                    "glassfish7",
                    "GlassFish 7.0.21",
                    "org.glassfish.main.distributions:glassfish:7.0.21:zip",
                    Namespace.JAKARTA,
                    GlassFishes::new,
                    List.of()),
            new FieldServer(
                    "payara-micro6",
                    "Payara Micro 6.2025.10",
                    "fish.payara.extras:payara-micro:6.2025.10:jar",
                    Namespace.JAKARTA,
                    PayaraMicros::new,
                    List.of()),
            liberty("openliberty-jakarta", Namespace.JAKARTA, "servlet-6.0", "pages-3.1", "appSecurity-5.0"),
            liberty("openliberty-javax", Namespace.JAVAX, "servlet-4.0", "jsp-2.3", "appSecurity-3.0"),
            tomcat("tomcat10", "10.1.59", Namespace.JAKARTA),
            tomcat("tomcat9", "9.0.117", Namespace.JAVAX),
            tomcat("tomcat8", "8.5.100", Namespace.JAVAX),
            new FieldServer(
                    "tomcat11-image",
                    "Tomcat 11.0.24 on a runtime image without `jdk.net`",
                    "org.apache.tomcat:tomcat:11.0.24:tar.gz",
                    Namespace.JAKARTA,
                    Tomcats::new,
                    List.of(
                            "java.base",
                            "java.desktop",
                            "java.instrument",
                            "java.logging",
                            "java.management",
                            "java.naming",
                            "java.security.jgss",
                            "java.sql",
                            "java.xml",
                            "jdk.crypto.ec")),
            tomee("tomee9", "9.0.0", Namespace.JAKARTA),
            tomee("tomee8", "8.0.13", Namespace.JAVAX),
            jetty("jetty9", "9.4.58.v20250814", "", Namespace.JAVAX),
            jetty("jetty10", "10.0.25", "", Namespace.JAVAX),
            jetty("jetty11", "11.0.26", "", Namespace.JAKARTA),
            jetty("jetty12.0-ee8", "12.0.31", "ee8", Namespace.JAVAX),
            jetty("jetty12.0-ee9", "12.0.31", "ee9", Namespace.JAKARTA),
            jetty("jetty12.0-ee10", "12.0.31", "ee10", Namespace.JAKARTA),
            jetty("jetty12.1-ee8", "12.1.12", "ee8", Namespace.JAVAX),
            jetty("jetty12.1-ee9", "12.1.12", "ee9", Namespace.JAKARTA),
            jetty("jetty12.1-ee10", "12.1.12", "ee10", Namespace.JAKARTA),
            jetty("jetty12.1-ee11", "12.1.12", "ee11", Namespace.JAKARTA),
            new FieldServer(
                    "wildfly26",
                    "WildFly 26.1.3",
                    "org.wildfly:wildfly-dist:26.1.3.Final:tar.gz",
                    Namespace.JAVAX,
                    WildFlys::new,
                    List.of()));

    /**
     * Those that the text names.
     *
     * @param names ids with commas between them, or {@code all}
     */
    static List<FieldServer> named(String names) {
        if (names.equals("all")) {
            return ALL;
        }
        return List.of(names.split(",", -1)).stream()
                .map(name -> ALL.stream()
                        .filter(server -> server.id.equals(name.trim()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("field is " + names + ", and there is no server '" + name
                                + "'. There are: "
                                + ALL.stream().map(FieldServer::id).toList())))
                .toList();
    }

    private static FieldServer tomcat(String id, String version, Namespace namespace) {
        return new FieldServer(
                id,
                "Tomcat " + version,
                "org.apache.tomcat:tomcat:" + version + ":tar.gz",
                namespace,
                Tomcats::new,
                List.of());
    }

    private static FieldServer tomee(String id, String version, Namespace namespace) {
        return new FieldServer(
                id,
                "TomEE " + version,
                "org.apache.tomee:apache-tomee:" + version + ":tar.gz:webprofile",
                namespace,
                Tomcats::new,
                List.of());
    }

    private static FieldServer jetty(String id, String version, String environment, Namespace namespace) {
        return new FieldServer(
                id,
                "Jetty " + (version + " " + environment).trim(),
                "org.eclipse.jetty:jetty-home:" + version + ":tar.gz",
                namespace,
                () -> new Jetties(environment),
                List.of());
    }

    private static FieldServer liberty(String id, Namespace namespace, String... features) {
        return new FieldServer(
                id,
                "Open Liberty 26.0.0.3 " + features[0],
                "io.openliberty:openliberty-runtime:26.0.0.3:zip",
                namespace,
                () -> new Liberties(features),
                List.of());
    }
}
