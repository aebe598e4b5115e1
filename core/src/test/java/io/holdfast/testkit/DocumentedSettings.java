package io.holdfast.testkit;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The settings that a page of the documentation shows, read from its {@code web.xml} or {@code context.xml} as a
 * container would, so that a test can open a door with exactly these.
 */
public final class DocumentedSettings {
    private DocumentedSettings() {}

    /** The {@code init-param}s of the Holdfast filter in a snippet that is a whole {@code web.xml}. */
    public static Map<String, String> inWebXml(String document, String snippet) {
        Element root = root(document, snippet);
        NodeList filters = root.getElementsByTagName("filter");
        for (int i = 0; i < filters.getLength(); i++) {
            Element filter = (Element) filters.item(i);
            if (text(filter, "filter-class").matches("io\\.holdfast\\.servlet\\.(javax|jakarta)\\..*Filter")) {
                Map<String, String> settings = new LinkedHashMap<>();
                NodeList parameters = filter.getElementsByTagName("init-param");
                for (int j = 0; j < parameters.getLength(); j++) {
                    Element parameter = (Element) parameters.item(j);
                    settings.put(text(parameter, "param-name"), text(parameter, "param-value"));
                }
                return settings;
            }
        }
        throw new AssertionError(document + ": the snippet '" + snippet + "' has no Holdfast filter.");
    }

    /** The attributes of the Holdfast valve in a snippet that is a whole {@code context.xml}. */
    public static Map<String, String> inContextXml(String document, String snippet) {
        NodeList valves = root(document, snippet).getElementsByTagName("Valve");
        for (int i = 0; i < valves.getLength(); i++) {
            Map<String, String> settings = attributes((Element) valves.item(i));
            if ("io.holdfast.tomcat.CertificateBoundTokenValve".equals(settings.remove("className"))) {
                return settings;
            }
        }
        throw new AssertionError(document + ": the snippet '" + snippet + "' has no Holdfast valve.");
    }

    private static Map<String, String> attributes(Element element) {
        Map<String, String> attributes = new LinkedHashMap<>();
        NamedNodeMap all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            attributes.put(all.item(i).getNodeName(), all.item(i).getNodeValue());
        }
        return attributes;
    }

    private static String text(Element element, String child) {
        return element.getElementsByTagName(child).item(0).getTextContent().trim();
    }

    private static Element root(String document, String snippet) {
        try {
            Document parsed = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(DocumentedSnippet.read(document, snippet))));
            return parsed.getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError(document + ": the snippet '" + snippet + "' is not XML.", e);
        }
    }
}
