package io.holdfast.demo.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the demo as a servlet descriptor that Jetty lays over the WAR's own. Not thread-safe. */
public final class OverrideDescriptor {
    private final Map<String, String> contextParameters = new LinkedHashMap<>();
    private final Map<String, String> filterParameters = new LinkedHashMap<>();

    /** Everything that the WAR needs on this server. */
    public static OverrideDescriptor of(DemoServer server, DemoFiles files) {
        String resource = resource(server);
        Path authority = files.path("authority.crt").toAbsolutePath();
        return new OverrideDescriptor()
                .context("holdfast.demo.issuer", server.issuer())
                .context("holdfast.demo.mtlsBaseUrl", server.mtlsBaseUrl())
                .context("holdfast.demo.resources", resource)
                .context(
                        "holdfast.demo.clientsFile",
                        files.path("clients.json").toAbsolutePath().toString())
                .context("holdfast.demo.clientAuthoritiesFile", authority.toString())
                .filter("issuer", server.issuer())
                .filter("audience", resource)
                .filter("trustStore", authority.toString());
    }

    /** The name of the partner API as in its tokens' {@code aud}. */
    public static String resource(DemoServer server) {
        return server.mtlsBaseUrl() + "/partners";
    }

    public OverrideDescriptor context(String name, String value) {
        contextParameters.put(name, value);
        return this;
    }

    public OverrideDescriptor filter(String name, String value) {
        filterParameters.put(name, value);
        return this;
    }

    String toXml() {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
                """);
        contextParameters.forEach((name, value) -> xml.append(parameter("context-param", name, value)));
        xml.append("""
                <filter>
                <filter-name>holdfast</filter-name>
                <filter-class>io.holdfast.servlet.javax.CertificateBoundTokenFilter</filter-class>
                """);
        filterParameters.forEach((name, value) -> xml.append(parameter("init-param", name, value)));
        return xml.append("</filter>\n</web-app>\n").toString();
    }

    private static String parameter(String element, String name, String value) {
        return "<" + element + "><param-name>" + escape(name) + "</param-name><param-value>" + escape(value)
                + "</param-value></" + element + ">\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
