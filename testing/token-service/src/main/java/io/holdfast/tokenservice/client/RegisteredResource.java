package io.holdfast.tokenservice.client;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** A protected resource that tokens can be for. Immutable. */
public final class RegisteredResource {
    private final String resource;
    private final String audience;
    private final Set<String> scopes;

    RegisteredResource(String resource, String audience, Set<String> scopes) {
        this.resource = resource;
        this.audience = audience;
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /** The absolute URI that a client sends as {@code resource}. */
    public String resource() {
        return resource;
    }

    /** Its name in {@code aud}. */
    public String audience() {
        return audience;
    }

    /** The scopes that mean something there; none stands for any. */
    public Set<String> scopes() {
        return scopes;
    }

    boolean takes(String scope) {
        return scopes.isEmpty() || scopes.contains(scope);
    }
}
