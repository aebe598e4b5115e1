package io.holdfast.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.FactoryConfigurationError;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

/**
 * The login and the security constraints that an application's {@code web.xml} asks the container for, and the dispatcher
 * types that it maps a filter to. Immutable.
 *
 * <p>The file is read with the platform's own parser, whatever parser the application carries. Nothing is fetched for it,
 * neither a DTD nor an entity; a file that has entities, or is longer than {@value #LONGEST} octets, is not read.
 */
final class DeclaredLogin {
    private static final int LONGEST = 1 << 20;

    /** Its name is the same since Java 5. Since Java 9 there is a method for it, which Java 8 lacks. */
    private static final String PLATFORM_PARSER = "com.sun.org.apache.xerces.internal.jaxp.SAXParserFactoryImpl";

    private final String method;
    private final String loginPage;
    private final List<String> guarded;
    private final Set<String> roles;
    private final Set<String> dispatchers;

    private DeclaredLogin(Reading reading) {
        method = reading.method.toUpperCase(Locale.ROOT);
        loginPage = reading.loginPage;
        guarded = Collections.unmodifiableList(reading.guarded);
        Set<String> meant = new LinkedHashSet<>(reading.constraintRoles);
        if (meant.remove("*")) {
            meant.addAll(reading.declaredRoles);
        }
        roles = Collections.unmodifiableSet(meant);
        dispatchers = Collections.unmodifiableSet(reading.dispatchers);
    }

    /**
     * Reads a {@code web.xml}.
     *
     * @param filter the name of the filter whose mappings are of interest
     * @throws IOException if it is too long, is no XML, has entities or cannot be read safely here
     */
    static DeclaredLogin read(InputStream webXml, String filter) throws IOException {
        Reading reading = new Reading(filter);
        try {
            XMLReader reader = parser().newSAXParser().getXMLReader();
            reader.setContentHandler(reading);
            reader.setErrorHandler(reading);
            reader.setEntityResolver(reading);
            reader.setProperty("http://xml.org/sax/properties/declaration-handler", reading);
            reader.parse(new InputSource(new ByteArrayInputStream(bounded(webXml))));
        } catch (SAXException | ParserConfigurationException | FactoryConfigurationError e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        return new DeclaredLogin(reading);
    }

    private static SAXParserFactory parser() throws SAXException, ParserConfigurationException {
        SAXParserFactory factory;
        try {
            factory = SAXParserFactory.newInstance(PLATFORM_PARSER, null);
        } catch (FactoryConfigurationError e) {
            factory = SAXParserFactory.newInstance(); // another maker's Java; the features below hold it, or it refuses
        }
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory;
    }

    private static byte[] bounded(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (all.size() + read > LONGEST) {
                throw new IOException("It is longer than " + LONGEST + " octets.");
            }
            all.write(buffer, 0, read);
        }
        return all.toByteArray();
    }

    /** {@code BASIC}, {@code DIGEST}, {@code FORM}, {@code CLIENT-CERT} or a container's own; empty if there is none. */
    String method() {
        return method;
    }

    /** The path of the page with the form; empty if there is none. */
    String loginPage() {
        return loginPage;
    }

    /** The URL patterns of the constraints that ask for a role. */
    List<String> guarded() {
        return guarded;
    }

    /** The roles that they ask for. */
    Set<String> roles() {
        return roles;
    }

    /** The dispatcher types that the filter is mapped to here; empty if no mapping names any, which means requests. */
    Set<String> dispatchers() {
        return dispatchers;
    }

    /** Collects while the file is parsed. */
    private static final class Reading extends DefaultHandler2 {
        private final String filter;
        private final Deque<String> path = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private final List<String> guarded = new ArrayList<>();
        private final Set<String> constraintRoles = new LinkedHashSet<>();
        private final Set<String> declaredRoles = new LinkedHashSet<>();
        private final Set<String> dispatchers = new LinkedHashSet<>();
        private final List<String> patterns = new ArrayList<>();
        private final List<String> mappedTo = new ArrayList<>();
        private boolean asksForRoles;
        private boolean ofTheFilter;
        private String method = "";
        private String loginPage = "";

        Reading(String filter) {
            this.filter = filter;
        }

        @Override
        public void startElement(String uri, String name, String qualified, Attributes attributes) {
            path.addLast(name);
            text.setLength(0);
            if (path.size() == 2) {
                patterns.clear();
                mappedTo.clear();
                asksForRoles = false;
                ofTheFilter = false;
            }
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            text.append(characters, start, length);
        }

        @Override
        public void endElement(String uri, String name, String qualified) {
            if (path.size() >= 2 && path.size() <= 4) {
                ended(
                        path.size() == 2 ? name : within() + '/' + name,
                        text.toString().trim());
            }
            path.removeLast();
            text.setLength(0);
        }

        /** The part of the descriptor that the parser is in. */
        private String within() {
            return new ArrayList<>(path).get(1);
        }

        private void ended(String element, String value) {
            switch (element) {
                case "login-config/auth-method":
                    method = value;
                    break;
                case "login-config/form-login-page":
                    loginPage = value;
                    break;
                case "security-role/role-name":
                    declaredRoles.add(value);
                    break;
                case "security-constraint/url-pattern":
                    patterns.add(value);
                    break;
                case "security-constraint/role-name":
                    constraintRoles.add(value);
                    break;
                case "security-constraint/auth-constraint":
                    asksForRoles = true;
                    break;
                case "security-constraint":
                    addIf(asksForRoles, patterns, guarded);
                    break;
                case "filter-mapping/filter-name":
                    ofTheFilter = value.equals(filter);
                    break;
                case "filter-mapping/dispatcher":
                    mappedTo.add(value);
                    break;
                case "filter-mapping":
                    addIf(ofTheFilter, mappedTo, dispatchers);
                    break;
                default:
                    break;
            }
        }

        private static void addIf(boolean condition, Collection<String> found, Collection<String> kept) {
            if (condition) {
                kept.addAll(found);
            }
        }

        /** The external subset of a DTD. It is not asked for; were it, it would be empty. */
        @Override
        public InputSource resolveEntity(String name, String publicId, String base, String systemId) {
            return new InputSource(new ByteArrayInputStream(new byte[0]));
        }

        /** An entity that the external subset may declare: its text would be missed. */
        @Override
        public void skippedEntity(String name) throws SAXException {
            if (!name.equals("[dtd]")) {
                throw new SAXException("It refers to the entity '" + name + "', which is declared elsewhere.");
            }
        }

        @Override
        public void internalEntityDecl(String name, String value) throws SAXException {
            throw new SAXException("It declares the entity '" + name + "'.");
        }

        @Override
        public void externalEntityDecl(String name, String publicId, String systemId) throws SAXException {
            internalEntityDecl(name, systemId);
        }
    }
}
