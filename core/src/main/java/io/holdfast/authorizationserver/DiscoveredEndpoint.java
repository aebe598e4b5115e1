package io.holdfast.authorizationserver;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The place of an issuer's endpoint as its metadata tell it, remembered until the endpoint fails.
 *
 * <p>Safe for use by many threads; several that come at once may all ask.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2, "Authorization Server
 *     Metadata"</a>
 */
public final class DiscoveredEndpoint implements EndpointLocation {
    private final String issuer;
    private final MetadataDiscovery discovery;
    private final Choice choice;
    private volatile @Nullable URI found;

    private DiscoveredEndpoint(String issuer, MetadataDiscovery discovery, Choice choice) {
        this.issuer = issuer;
        this.discovery = discovery;
        this.choice = choice;
    }

    /**
     * The introspection endpoint of an issuer: for a client that authenticates by its certificate the mutual TLS alias,
     * where there is one. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     */
    public static DiscoveredEndpoint ofIntrospection(
            String issuer, MetadataDiscovery discovery, ClientAuthentication authentication) {
        return new DiscoveredEndpoint(
                issuer,
                discovery,
                authentication.isMutualTls()
                        ? AuthorizationServerMetadata::mtlsIntrospectionEndpoint
                        : AuthorizationServerMetadata::introspectionEndpoint);
    }

    @Override
    public URI uri() throws AuthorizationServerException {
        URI known = found;
        if (known == null) {
            known = choice.among(discovery.discover(issuer));
            found = known;
        }
        return known;
    }

    @Override
    public void forget() {
        found = null;
    }

    /** Which of the metadata's addresses is meant. */
    private interface Choice {
        URI among(AuthorizationServerMetadata metadata) throws AuthorizationServerException;
    }
}
