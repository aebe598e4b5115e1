package io.holdfast.authorizationserver;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The place of an issuer's keys as its metadata tell it, remembered until it stops answering.
 *
 * <p>Safe for use by many threads; two that come at once may both ask.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2, "Authorization Server
 *     Metadata"</a>
 */
public final class DiscoveredJwksUri implements RemoteJwkSet.JwksUri {
    private final String issuer;
    private final MetadataDiscovery discovery;
    private volatile @Nullable URI found;

    /**
     * The place of an issuer's keys. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     */
    public DiscoveredJwksUri(String issuer, MetadataDiscovery discovery) {
        this.issuer = issuer;
        this.discovery = discovery;
    }

    @Override
    public URI uri() throws AuthorizationServerException {
        URI known = found;
        if (known == null) {
            known = discovery.discover(issuer).jwksUri();
            found = known;
        }
        return known;
    }

    @Override
    public void forget() {
        found = null;
    }
}
