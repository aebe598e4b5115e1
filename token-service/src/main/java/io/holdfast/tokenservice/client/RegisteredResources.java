package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_SCOPE;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_TARGET;

import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The protected resources of the service, the first of which is the default (RFC 8707, RFC 9068 §3). Immutable. */
public final class RegisteredResources {
    private final Map<String, RegisteredResource> byName = new LinkedHashMap<>();

    RegisteredResources(Collection<RegisteredResource> resources) {
        resources.forEach(resource -> byName.put(resource.resource(), resource));
    }

    /** All, in the order of the file. */
    public Collection<RegisteredResource> all() {
        return byName.values();
    }

    /**
     * What a token is for that is asked for with these parameters.
     *
     * @param requested the values of {@code resource}; none means a default
     * @param scope the value of {@code scope}; empty means all that is allowed there
     * @param allowed the scopes that may be granted at most
     * @throws OAuthErrorException {@code invalid_target} or {@code invalid_scope}
     */
    public Target target(List<String> requested, Optional<String> scope, Set<String> allowed)
            throws OAuthErrorException {
        List<RegisteredResource> resources = new ArrayList<>();
        for (String name : new LinkedHashSet<>(requested)) {
            RegisteredResource resource = byName.get(name);
            if (resource == null) {
                throw new OAuthErrorException(
                        INVALID_TARGET, "A resource is unknown here; send one exactly as it is registered");
            }
            resources.add(resource);
        }
        if (resources.isEmpty()) {
            resources.add(byName.values().iterator().next());
        }
        Set<String> there = new LinkedHashSet<>();
        resources.forEach(resource -> there.addAll(resource.scopes()));
        Collection<String> scopes = new LinkedHashSet<>(allowed);
        scopes.retainAll(there);
        if (scope.isPresent()) {
            scopes = new LinkedHashSet<>(Arrays.asList(scope.get().split(" ", -1)));
            if (!allowed.containsAll(scopes) || !there.containsAll(scopes)) {
                throw new OAuthErrorException(
                        INVALID_SCOPE, "The scope is malformed or more than this client is registered for");
            }
        }
        List<String> audience = new ArrayList<>();
        resources.forEach(resource -> audience.add(resource.audience()));
        return new Target(new LinkedHashSet<>(requested), audience, scopes);
    }
}
