package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Path;
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

    private static final Path TARGET = Path.of("target");

    /** All of them, in the order in which they are tried. */
    static final List<FieldServer> ALL = List.of(
            tomcat("tomcat11", Namespace.JAKARTA),
            wildfly("wildfly39", Namespace.JAKARTA),
            server(
                    "glassfish7",
                    "GlassFish",
                    "org.glassfish.main.distributions:glassfish:*:zip",
                    Namespace.JAKARTA,
                    GlassFishes::new),
            server(
                    "payara-micro6",
                    "Payara Micro",
                    "fish.payara.extras:payara-micro:*:jar",
                    Namespace.JAKARTA,
                    PayaraMicros::new),
            liberty("openliberty-jakarta", Namespace.JAKARTA),
            liberty("openliberty-javax", Namespace.JAVAX),
            tomcat("tomcat10", Namespace.JAKARTA),
            tomcat("tomcat9", Namespace.JAVAX),
            tomcat("tomcat8", Namespace.JAVAX),
            tomcat("tomcat11", Namespace.JAKARTA)
                    .onImage(
                            "java.base",
                            "java.desktop",
                            "java.instrument",
                            "java.logging",
                            "java.management",
                            "java.naming",
                            "java.security.jgss",
                            "java.sql",
                            "java.xml",
                            "jdk.crypto.ec"),
            tomee("tomee9", Namespace.JAKARTA),
            tomee("tomee8", Namespace.JAVAX),
            jetty("jetty9", "", Namespace.JAVAX),
            jetty("jetty10", "", Namespace.JAVAX),
            jetty("jetty11", "", Namespace.JAKARTA),
            jetty("jetty12.0", "ee8", Namespace.JAVAX),
            jetty("jetty12.0", "ee9", Namespace.JAKARTA),
            jetty("jetty12.0", "ee10", Namespace.JAKARTA),
            jetty("jetty12.1", "ee8", Namespace.JAVAX),
            jetty("jetty12.1", "ee9", Namespace.JAKARTA),
            jetty("jetty12.1", "ee10", Namespace.JAKARTA),
            jetty("jetty12.1", "ee11", Namespace.JAKARTA),
            wildfly("wildfly26", Namespace.JAVAX));

    /** The one of this id. */
    static FieldServer named(String id) {
        return ALL.stream()
                .filter(server -> server.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("-Dfield has '" + id + "', which is none of " + Chosen.names() + "."));
    }

    /** Where the unpacked distribution is, which is fetched the first time and not to be changed. */
    Path home() throws IOException, InterruptedException {
        return Distribution.of(coordinates, TARGET.resolve("servers"));
    }

    /** The JDK or runtime image that it runs on. */
    Path javaHome() throws IOException, InterruptedException {
        return RuntimeImage.of(imageModules, TARGET.resolve("images"));
    }

    /** The version alone. */
    String version() {
        return coordinates.split(":", -1)[2];
    }

    private FieldServer onImage(String... modules) {
        return new FieldServer(
                id + "-image",
                title + " on a runtime image without `jdk.net`",
                coordinates,
                namespace,
                family,
                List.of(modules));
    }

    private static FieldServer tomcat(String id, Namespace namespace) {
        return server(id, "Tomcat", "org.apache.tomcat:tomcat:*:tar.gz", namespace, Tomcats::new);
    }

    private static FieldServer tomee(String id, Namespace namespace) {
        return server(id, "TomEE", "org.apache.tomee:apache-tomee:*:tar.gz:webprofile", namespace, Tomcats::new);
    }

    private static FieldServer wildfly(String id, Namespace namespace) {
        return server(id, "WildFly", "org.wildfly:wildfly-dist:*:tar.gz", namespace, WildFlys::new);
    }

    private static FieldServer jetty(String line, String environment, Namespace namespace) {
        FieldServer plain = server(
                line, "Jetty", "org.eclipse.jetty:jetty-home:*:tar.gz", namespace, () -> new Jetties(environment));
        return environment.isEmpty() ? plain : plain.called(line + "-" + environment, environment);
    }

    private static FieldServer liberty(String id, Namespace namespace) {
        return server(
                        "openliberty",
                        "Open Liberty",
                        "io.openliberty:openliberty-runtime:*:zip",
                        namespace,
                        () -> new Liberties(namespace))
                .called(id, Liberties.servletFeature(namespace));
    }

    /** The newest of its line that Maven Central has, as the parent {@code pom.xml} says; {@code *} is its version. */
    private static FieldServer server(
            String line, String maker, String coordinates, Namespace namespace, Supplier<ServerFamily> family) {
        String version = Versions.of(line);
        return new FieldServer(
                line,
                maker + " " + version.replace(".Final", ""),
                coordinates.replace("*", version),
                namespace,
                family,
                List.of());
    }

    private FieldServer called(String another, String addition) {
        return new FieldServer(another, title + " " + addition, coordinates, namespace, family, imageModules);
    }

    @Override
    public String toString() {
        return title;
    }
}
