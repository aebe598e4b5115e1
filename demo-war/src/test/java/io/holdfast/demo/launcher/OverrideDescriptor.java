package io.holdfast.demo.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the demo as a servlet descriptor that Jetty lays over the WAR's own. Not thread-safe. */
public final class OverrideDescriptor {
    private final Map<String, String> contextParameters = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> filterParameters = new LinkedHashMap<>();
    private final DemoUrls urls;

    private OverrideDescriptor(DemoUrls urls) {
        this.urls = urls;
    }

    /** Everything that the WAR needs on this server. */
    public static OverrideDescriptor of(DemoUrls urls, DemoFiles files) {
        OverrideDescriptor descriptor = new OverrideDescriptor(urls);
        DemoParameters.of(urls, files).forEach(descriptor::context);
        return descriptor;
    }

    /** Where the demo will be. */
    public DemoUrls urls() {
        return urls;
    }

    public OverrideDescriptor context(String name, String value) {
        contextParameters.put(name, value);
        return this;
    }

    /** An {@code init-param} of one of the filters of {@code web.xml}. */
    public OverrideDescriptor filter(String filterName, String name, String value) {
        filterParameters
                .computeIfAbsent(filterName, any -> new LinkedHashMap<>())
                .put(name, value);
        return this;
    }

    String toXml() {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
                """);
        contextParameters.forEach((name, value) -> xml.append(parameter("context-param", name, value)));
        filterParameters.forEach((filterName, parameters) -> {
            xml.append("<filter>\n<filter-name>")
                    .append(escape(filterName))
                    .append("</filter-name>\n")
                    .append("<filter-class>io.holdfast.servlet.javax.CertificateBoundTokenFilter</filter-class>\n");
            parameters.forEach((name, value) -> xml.append(parameter("init-param", name, value)));
            xml.append("</filter>\n");
        });
        return xml.append("</web-app>\n").toString();
    }

    private static String parameter(String element, String name, String value) {
        return "<" + element + "><param-name>" + escape(name) + "</param-name><param-value>" + escape(value)
                + "</param-value></" + element + ">\n";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
