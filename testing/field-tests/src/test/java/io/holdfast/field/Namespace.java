package io.holdfast.field;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The package of the servlet API that a container knows. */
enum Namespace {
    JAVAX("javax", javax.servlet.Servlet.class, "README.md", "web.xml"),
    JAKARTA("jakarta", jakarta.servlet.Servlet.class, "docs/protect-a-war.md", "jakarta-web.xml");

    final String name;
    private final Class<?> servlet;

    /** Where the lines for {@code web.xml} stand. */
    final String document;

    final String snippet;

    Namespace(String name, Class<?> servlet, String document, String snippet) {
        this.name = name;
        this.servlet = servlet;
        this.document = document;
        this.snippet = snippet;
    }

    Namespace other() {
        return this == JAVAX ? JAKARTA : JAVAX;
    }

    /** The jar to compile with. */
    Path servletApi() {
        try {
            return Path.of(
                    servlet.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
