package io.holdfast.doctor.settings;

import io.holdfast.config.ResourceSettings;
import io.holdfast.door.FilterMappings;
import io.holdfast.resource.ProtectedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** The mappings of a filter in a {@code web.xml}, held to the rules that the filter has for its start. Immutable. */
final class DeclaredFilter {
    private static final String REQUEST = "REQUEST";

    /** Any path but the root's: which one an application is deployed at stands in no descriptor. */
    private static final String SOMEWHERE = "/application";

    private final String name;
    private final List<String> patterns;
    private final List<String> servlets;
    private final boolean mappedElsewhere;
    private final boolean withoutRequests;

    private DeclaredFilter(String name, List<Element> mappings, TomcatVariables variables, boolean mappedElsewhere) {
        List<Element> ofRequests = new ArrayList<>(mappings);
        ofRequests.removeIf(mapping -> !isOfRequests(mapping));
        this.name = name;
        this.patterns = texts(ofRequests, "url-pattern", variables);
        this.servlets = texts(ofRequests, "servlet-name", variables);
        this.mappedElsewhere = mappedElsewhere;
        this.withoutRequests = ofRequests.isEmpty() && !mappings.isEmpty();
    }

    /** The filter of a name in a descriptor; that of a {@code web-fragment.xml} may be mapped in another. */
    static DeclaredFilter in(Element root, String name, TomcatVariables variables) {
        List<Element> mappings = DescriptorText.elements(root, "filter-mapping").stream()
                .filter(mapping -> DescriptorText.first(mapping, "filter-name").equals(name))
                .collect(Collectors.toList());
        return new DeclaredFilter(name, mappings, variables, !"web-app".equals(root.getLocalName()));
    }

    private static boolean isOfRequests(Element mapping) {
        List<String> dispatchers = DescriptorText.all(mapping, "dispatcher");
        return dispatchers.isEmpty() || dispatchers.contains(REQUEST);
    }

    private static List<String> texts(List<Element> mappings, String name, TomcatVariables variables) {
        return mappings.stream()
                .flatMap(mapping -> DescriptorText.all(mapping, name).stream())
                .map(variables::replaced)
                .collect(Collectors.toList());
    }

    /** The reason why the filter would guard nothing, or not answer where its settings promise it; empty for none. */
    Optional<String> problem(ResourceSettings settings) {
        if (mappedElsewhere) {
            return Optional.empty();
        }
        if (withoutRequests) {
            return Optional.of(
                    "The filter '" + name + "' would guard nothing: its filter-mapping names a dispatcher and"
                            + " not REQUEST, so no request from outside passes it. Add <dispatcher>REQUEST</dispatcher>.");
        }
        Optional<String> atRoot = problem(settings, "");
        Optional<String> elsewhere = problem(settings, SOMEWHERE);
        return atRoot.isPresent() && elsewhere.isPresent()
                ? elsewhere.map(why -> "The filter '" + name + "' cannot start. " + why)
                : Optional.empty();
    }

    private Optional<String> problem(ResourceSettings settings, String contextPath) {
        return FilterMappings.problem(patterns, servlets, ProtectedResource.ownPaths(settings, contextPath));
    }
}
