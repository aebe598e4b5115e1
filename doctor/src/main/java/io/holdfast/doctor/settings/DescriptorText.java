package io.holdfast.doctor.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Elements of a descriptor and their texts, in any namespace: each version of the servlet API has its own. Holds nothing. */
final class DescriptorText {
    private DescriptorText() {}

    static List<Element> elements(Element parent, String name) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagNameNS("*", name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** The text of each element of a name, without space around it. */
    static List<String> all(Element parent, String name) {
        return elements(parent, name).stream()
                .map(element -> element.getTextContent().trim())
                .collect(Collectors.toList());
    }

    /** The text of the first element of a name; empty if there is none. */
    static String first(Element parent, String name) {
        return all(parent, name).stream().findFirst().orElse("");
    }
}
