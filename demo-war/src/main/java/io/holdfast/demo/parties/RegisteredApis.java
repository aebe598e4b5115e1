package io.holdfast.demo.parties;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the orders and the invoices among the resources of the registrations file, by the ends of their paths: they may
 * be on another server. The token service has checked the file.
 */
final class RegisteredApis {
    private final @Nullable Path registrationsFile;
    private final URI fallback;

    /**
     * @param registrationsFile null if there is none
     * @param fallback base URL of APIs that the file does not name
     */
    RegisteredApis(@Nullable Path registrationsFile, URI fallback) {
        this.registrationsFile = registrationsFile;
        this.fallback = fallback;
    }

    /** @throws IOException if the file cannot be read */
    ApiAddresses addresses(URI issuer) throws IOException {
        List<?> resources = resources();
        return new ApiAddresses(issuer, find(resources, "/orders"), find(resources, "/invoices"));
    }

    private URI find(List<?> resources, String ending) {
        for (Object resource : resources) {
            Optional<String> uri = Optional.of(resource)
                    .filter(Map.class::isInstance)
                    .map(members -> ((Map<?, ?>) members).get("resource"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(text -> text.startsWith("https://") && text.endsWith(ending));
            if (uri.isPresent()) {
                return URI.create(uri.get());
            }
        }
        return URI.create(fallback + ending);
    }

    private List<?> resources() throws IOException {
        if (registrationsFile == null) {
            return Collections.emptyList();
        }
        try {
            String text = new String(Files.readAllBytes(registrationsFile), StandardCharsets.UTF_8);
            Object resources = JsonUtil.parseJson(text).get("resources");
            return resources instanceof List ? (List<?>) resources : Collections.emptyList();
        } catch (JoseException e) {
            throw new IOException(registrationsFile + " is no JSON object", e);
        }
    }
}
