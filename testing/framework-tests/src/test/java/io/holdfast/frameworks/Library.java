package io.holdfast.frameworks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/** The frameworks of the page, in the order of its table. {@code libraries.properties} says what each consists of. */
enum Library {
    REST_TEMPLATE("RestTemplate, Spring 6", "spring-web"),
    REST_CLIENT("RestClient, Spring 6", "spring-web"),
    WEB_CLIENT("WebClient, Spring 6", "spring-webflux"),
    BOOT_3("Spring Boot 3, RestClient", "spring-boot"),
    REST_TEMPLATE_5("RestTemplate, Spring 5", "spring-web"),
    WEB_CLIENT_5("WebClient, Spring 5", "spring-webflux"),
    BOOT_2("Spring Boot 2, RestTemplate", "spring-boot"),
    FEIGN("Feign", "feign-core"),
    FEIGN_HTTPCLIENT_4("Feign with HttpClient 4.5", "feign-core"),
    FEIGN_OKHTTP("Feign with OkHttp", "feign-core"),
    JERSEY_3("Jersey 3", "jersey-client"),
    JERSEY_2("Jersey 2", "jersey-client"),
    CXF_RS("CXF, JAX-RS", "cxf-core"),
    CXF_WS("CXF, JAX-WS", "cxf-core"),
    RESTEASY("RESTEasy", "resteasy-client"),
    CAMEL("Camel", "camel-http"),
    OPENSEARCH_REST_CLIENT("OpenSearch REST client", "opensearch-rest-client"),
    OPENSEARCH_JAVA("opensearch-java", "opensearch-java"),
    ELASTICSEARCH("Elasticsearch REST client", "elasticsearch-rest5-client"),
    SPRING_WS_4("Spring-WS 4", "spring-ws-core"),
    SPRING_WS_3("Spring-WS 3", "spring-ws-core"),
    UNIREST("Unirest 3", "unirest-java"),
    RETROFIT("Retrofit", "retrofit"),
    AXIS2("Axis2", "axis2-transport-http");

    private static final Properties COORDINATES = new Properties();

    static {
        try (InputStream file = Library.class.getResourceAsStream("libraries.properties")) {
            COORDINATES.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its name in the table. */
    final String title;

    /** The artifact whose version the table shows. */
    final String artifact;

    Library(String title, String artifact) {
        this.title = title;
        this.artifact = artifact;
    }

    /** Its name in {@code -Dframeworks}, and that of its program. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a project that uses it asks for, as {@code group:artifact[:version[:pom]]}. */
    List<String> coordinates() {
        String all = COORDINATES.getProperty(id(), "");
        if (all.isEmpty() || all.contains("${")) {
            throw new AssertionError("libraries.properties has no versions of " + id() + ": '" + all + "'.");
        }
        return List.of(all.split(" ", -1));
    }

    /** Those that {@code -Dframeworks} names; all if it is {@code all}. */
    static List<Library> chosen() {
        String names = System.getProperty("frameworks", "all");
        if (names.equals("all")) {
            return List.of(values());
        }
        return Stream.of(names.split(",", -1)).map(Library::named).toList();
    }

    private static Library named(String id) {
        return Stream.of(values())
                .filter(library -> library.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("-Dframeworks names '" + id + "'; those that are: "
                        + Stream.of(values()).map(Library::id).toList() + "."));
    }
}
