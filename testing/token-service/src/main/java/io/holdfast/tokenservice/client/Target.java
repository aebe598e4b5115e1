package io.holdfast.tokenservice.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The audience and the scopes of an access token, already checked against each other. Immutable. */
public final class Target {
    private final List<String> resources;
    private final List<String> audience;
    private final Set<String> scopes;

    Target(Collection<String> resources, Collection<String> audience, Collection<String> scopes) {
        this.resources = Collections.unmodifiableList(new ArrayList<>(resources));
        this.audience = Collections.unmodifiableList(new ArrayList<>(audience));
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /** The protected resources as a client names them in {@code resource} (RFC 8707 §2). */
    public List<String> resources() {
        return resources;
    }

    /** The names of the resources in the token's {@code aud}; at least one. */
    public List<String> audience() {
        return audience;
    }

    /** The granted scopes, perhaps none. */
    public Set<String> scopes() {
        return scopes;
    }
}
