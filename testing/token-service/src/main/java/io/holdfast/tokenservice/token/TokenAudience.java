package io.holdfast.tokenservice.token;

import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.RegisteredResources;

/** The clients that are themselves protected resources of a token. Immutable. */
public final class TokenAudience {
    private final RegisteredResources resources;

    public TokenAudience(RegisteredResources resources) {
        this.resources = resources;
    }

    /**
     * True if the client is one of them. A client that has not proven who it is never is: anybody could take the name of
     * a public one.
     */
    public boolean includes(RegisteredClient client, AccessToken token) {
        return client.confidential()
                && resources.all().stream()
                        .filter(resource -> token.audience().contains(resource.audience()))
                        .anyMatch(resource -> client.protectedResources().contains(resource.resource()));
    }
}
