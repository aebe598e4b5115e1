package io.holdfast.doctor.settings;

import io.holdfast.config.ResourceSetting;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Secrets;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The doors in a {@code web.xml}, {@code context.xml}, {@code server.xml} or properties file. Nothing that such a file
 * points to is fetched: no DTD, no external entity.
 */
public final class DoorFile {
    /** The option that names the file. */
    public static final Option SETTINGS = Option.value(
            "--settings", "FILE", "the door's settings: web.xml, context.xml, server.xml or a properties file");

    /** The option that chooses one of several doors. */
    public static final Option DOOR = Option.value(
            "--door",
            "NAME",
            "the door, where the file has several: the filter's name, or where the valve stands, for example"
                    + " 'Host localhost' or 'Context /orders'");

    /** The option that gives what Tomcat replaces in XML. */
    public static final Option DEFINE = Option.values(
            "--define",
            "NAME=VALUE",
            "what Tomcat puts in place of ${NAME} in XML, for example catalina.base=/opt/tomcat; may stand several times");

    private static final int LARGEST_FILE = 1024 * 1024;
    private static final String PACKAGE = "io.holdfast.";
    private static final List<String> FILTERS = List.of(
            "io.holdfast.servlet.javax.CertificateBoundTokenFilter",
            "io.holdfast.servlet.jakarta.CertificateBoundTokenFilter");
    private static final List<String> VALVES = List.of("io.holdfast.tomcat.CertificateBoundTokenValve");

    /** Tomcat reads these itself, for every valve; the valve takes none of them for a setting. */
    private static final List<String> OF_TOMCAT = List.of("className", "asyncSupported");

    private DoorFile() {}

    /** The door that the options name; empty without them. */
    public static Optional<DescribedDoor> door(Invocation invocation) throws UsageException {
        Optional<String> file = invocation.arguments().value(SETTINGS);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(door(invocation, Secrets.path(SETTINGS, file.get()), "The file of " + SETTINGS));
    }

    /**
     * The door in a file; where that has several, the one that the option names.
     *
     * @param named the beginning of a sentence about the file, as the command line names it
     */
    public static DescribedDoor door(Invocation invocation, Path path, String named) throws UsageException {
        byte[] content;
        try {
            content = SmallFile.read(path, LARGEST_FILE);
        } catch (UnreadableFileException e) {
            throw new UsageException(named + " cannot be used. " + e.getMessage());
        }
        if (!isXml(content)) {
            Map<String, String> descriptor = Map.of(
                    ResourceSetting.CONFIG_FILE.settingName(),
                    path.toAbsolutePath().toString());
            DescribedDoor only = DescribedDoor.of(path.toString(), descriptor, invocation.environment());
            return chosen(List.of(only), path, invocation.arguments().value(DOOR));
        }
        TomcatVariables variables =
                TomcatVariables.parse(DEFINE, invocation.arguments().values(DEFINE));
        List<DescribedDoor> doors = doors(parsed(content, path), variables, invocation.environment());
        DescribedDoor door = chosen(doors, path, invocation.arguments().value(DOOR));
        TomcatVariables.requireNone(DEFINE, path, door.descriptor());
        return door;
    }

    /** The door that the environment alone describes. */
    public static DescribedDoor ofEnvironment(Map<String, String> environment) {
        return DescribedDoor.of("the environment", Map.of(), environment);
    }

    private static DescribedDoor chosen(List<DescribedDoor> doors, Path file, Optional<String> name)
            throws UsageException {
        List<DescribedDoor> meant = doors.stream()
                .filter(door -> name.isEmpty() || door.name().equals(name.get()))
                .collect(Collectors.toList());
        if (meant.size() == 1) {
            return meant.get(0);
        }
        if (doors.isEmpty()) {
            throw new UsageException(file + " has neither a filter of a class of " + FILTERS + " nor a valve of "
                    + VALVES + ", and is no properties file.");
        }
        throw new UsageException(file + " has the doors " + doors + ". "
                + (meant.isEmpty() ? "None of them is named '" + name.orElse("") + "'." : "")
                + " Name one: " + DOOR + " NAME.");
    }

    private static List<DescribedDoor> doors(Element root, TomcatVariables variables, Map<String, String> environment) {
        List<DescribedDoor> doors = new ArrayList<>();
        for (Element filter : DescriptorText.elements(root, "filter")) {
            String className = DescriptorText.first(filter, "filter-class");
            if (className.startsWith(PACKAGE)) {
                List<String> problems = wrongClass("filter", className, FILTERS);
                Map<String, String> parameters = parameters(filter, variables, problems);
                String name = DescriptorText.first(filter, "filter-name");
                doors.add(DescribedDoor.of(name, parameters, environment)
                        .ofFilter(problems, DeclaredFilter.in(root, name, variables)));
            }
        }
        Map<String, Integer> inOnePlace = new HashMap<>();
        for (Element valve : DescriptorText.elements(root, "Valve")) {
            String className = valve.getAttribute("className").trim();
            if (className.startsWith(PACKAGE)) {
                String place = variables.replaced(place(valve));
                int number = inOnePlace.merge(place, 1, Integer::sum);
                String name = number == 1 ? place : place + " (" + number + ")";
                doors.add(DescribedDoor.of(name, attributes(valve, variables), environment)
                        .ofValve(wrongClass("valve", className, VALVES), isInContext(valve)));
            }
        }
        return doors;
    }

    /** A class that there is not: the container drops such a filter or valve, or the whole application. */
    private static List<String> wrongClass(String what, String className, List<String> right) {
        List<String> problems = new ArrayList<>();
        if (!right.contains(className)) {
            problems.add("The class '" + className + "' is no " + what + " of Holdfast. Name "
                    + String.join(" or ", right) + ".");
        }
        return problems;
    }

    private static boolean isXml(byte[] content) {
        int at = 0;
        while (at < content.length && (content[at] <= ' ' || (content[at] & 0x80) != 0)) {
            at++; // space, or a mark of byte order
        }
        return at < content.length && content[at] == '<';
    }

    private static Element parsed(byte[] content, Path file) throws UsageException {
        try {
            DocumentBuilder builder = builder();
            builder.setEntityResolver((publicId, systemId) -> new InputSource(new ByteArrayInputStream(new byte[0])));
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(content)).getDocumentElement();
        } catch (SAXException e) {
            // The parser's message may quote the file, and a descriptor may hold a password.
            throw new UsageException(file + " is no well-formed XML" + line(e) + ".");
        } catch (IOException | ParserConfigurationException e) {
            throw new UsageException(
                    file + " cannot be parsed as XML (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static String line(SAXException e) {
        return e instanceof org.xml.sax.SAXParseException
                ? ": see line " + ((org.xml.sax.SAXParseException) e).getLineNumber()
                : "";
    }

    /** Lets a document have a type, as old descriptors do, and reads nothing of it from elsewhere. */
    private static DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setNamespaceAware(true);
        factory.setValidating(false);
        return factory.newDocumentBuilder();
    }

    private static Map<String, String> parameters(Element filter, TomcatVariables variables, List<String> problems) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Element parameter : DescriptorText.elements(filter, "init-param")) {
            String name = DescriptorText.first(parameter, "param-name");
            String value = variables.replaced(DescriptorText.first(parameter, "param-value"));
            if (parameters.putIfAbsent(name, value) != null) {
                problems.add(
                        "The init-param '" + name + "' stands there several times, and containers differ in which one"
                                + " they take: Tomcat the first. Leave one.");
            }
        }
        return parameters;
    }

    private static Map<String, String> attributes(Element valve, TomcatVariables variables) {
        Map<String, String> attributes = new LinkedHashMap<>();
        NamedNodeMap all = valve.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            Attr attribute = (Attr) all.item(i);
            if (!OF_TOMCAT.contains(attribute.getName())) {
                attributes.put(attribute.getName(), variables.replaced(attribute.getValue()));
            }
        }
        return attributes;
    }

    private static boolean isInContext(Element valve) {
        return valve.getParentNode().getNodeName().equals("Context");
    }

    /** The element that the valve stands in, by the name or path that tells it from others. */
    private static String place(Element valve) {
        Node parent = valve.getParentNode();
        if (!(parent instanceof Element)) {
            return "the file";
        }
        Element container = (Element) parent;
        String name = container.getAttribute(container.hasAttribute("path") ? "path" : "name");
        return container.getTagName() + (name.isEmpty() ? "" : " " + name);
    }
}
