package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.config.ResourceSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a protected resource and their address: a document that names the issuers of its tokens to clients
 * and says that the tokens must be bound.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-3">RFC 9728 section 3, "Obtaining Protected Resource
 *     Metadata"</a>
 */
final class ResourceMetadata {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private final String url;
    private final String wellKnown;
    private final @Nullable String promised;
    private final ResponseBody document;

    private ResourceMetadata(String url, String wellKnown, @Nullable String promised, ResponseBody document) {
        this.url = url;
        this.wellKnown = wellKnown;
        this.promised = promised;
        this.document = document;
    }

    /**
     * The metadata that the settings ask for; empty if they do not name the resource.
     *
     * @param contextPath the application's path, as {@code /orders}; empty at the root, or where all applications
     *     come through the door
     */
    static Optional<ResourceMetadata> of(ResourceSettings settings, String contextPath) {
        return settings.publication().resource().map(resource -> of(resource, settings, contextPath));
    }

    /** An application below the root cannot answer for the root's well-known path, so it tells of its own. */
    private static ResourceMetadata of(URI resource, ResourceSettings settings, String contextPath) {
        boolean atRoot = contextPath.isEmpty();
        String path = atRoot ? wellKnown(resource.getRawPath()) : contextPath + WELL_KNOWN;
        String here = resource.getScheme() + "://" + resource.getRawAuthority() + path;
        String elsewhere =
                settings.publication().resourceMetadata().map(URI::toString).orElse(null);
        String wellKnown = wellKnown(resource.getPath());
        String served = atRoot ? wellKnown : WELL_KNOWN;
        return new ResourceMetadata(
                elsewhere == null ? here : elsewhere,
                wellKnown,
                elsewhere == null ? served : null,
                document(resource, settings));
    }

    /** Between host and path; a slash that ends the host is left out. */
    private static String wellKnown(String path) {
        return WELL_KNOWN + ("/".equals(path) ? "" : path);
    }

    private static ResponseBody document(URI resource, ResourceSettings settings) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("resource", resource.toString());
        List<String> issuers = new ArrayList<>();
        settings.issuers().forEach(issuer -> issuers.add(issuer.issuer()));
        members.put("authorization_servers", issuers);
        members.put("bearer_methods_supported", Collections.singletonList("header"));
        Set<String> scopes = new LinkedHashSet<>(settings.requiredScopes());
        settings.accessRules().rules().stream().map(AccessRule::scopes).forEach(scopes::addAll);
        if (!scopes.isEmpty()) {
            members.put("scopes_supported", new ArrayList<>(scopes));
        }
        // The member is about support: a bound token is held to its binding under every policy.
        members.put("tls_client_certificate_bound_access_tokens", true);
        return new ResponseBody("application/json", JsonUtil.toJson(members));
    }

    /** The metadata's address for clients. */
    String url() {
        return url;
    }

    /** The paths within the application that answer with it. */
    Set<String> paths() {
        return new LinkedHashSet<>(Arrays.asList(WELL_KNOWN, wellKnown));
    }

    /** The path that challenges name; empty if they name another address. */
    Optional<String> promisedPath() {
        return Optional.ofNullable(promised);
    }

    ResponseBody document() {
        return document;
    }
}
