package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_SCOPE;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_TARGET;

import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The protected resources of the service, in the order of the file (RFC 8707, RFC 9068 §3). Immutable. */
public final class RegisteredResources {
    private final Map<String, RegisteredResource> byName = new LinkedHashMap<>();

    RegisteredResources(Collection<RegisteredResource> resources) {
        resources.forEach(resource -> byName.put(resource.resource(), resource));
    }

    /** All, in the order of the file. */
    public Collection<RegisteredResource> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    boolean isRegistered(String uri) {
        return byName.containsKey(uri);
    }

    /** True also if there is no resource at all, which is a problem of its own. */
    boolean anyTakes(String scope) {
        return byName.isEmpty() || byName.values().stream().anyMatch(resource -> resource.takes(scope));
    }

    /**
     * The target of a token that is asked for with these parameters.
     *
     * <p>Without {@code resource} it is for the one that all of the requested scopes belong to; of several the first
     * that names them, and only then one that takes any scope. Without {@code scope} as well it is for the first where
     * one of the allowed scopes belongs, or else the first.
     *
     * @param requested the values of {@code resource}, each exactly as it is registered
     * @param scope the value of {@code scope}; empty means all that is allowed and belongs to the resources
     * @param allowed the scopes that may be granted at most
     * @throws OAuthErrorException {@code invalid_target} if a resource is not registered, as none is that is relative or
     *     has a fragment; {@code invalid_scope} if a scope is not allowed or belongs to none of the resources, if none of
     *     the allowed ones does, or if the scopes belong to different default resources (RFC 9068 §3)
     */
    public Target target(List<String> requested, Optional<String> scope, Set<String> allowed)
            throws OAuthErrorException {
        List<RegisteredResource> named = named(requested);
        if (!scope.isPresent()) {
            List<RegisteredResource> resources =
                    named.isEmpty() ? Collections.singletonList(defaultFor(allowed)) : named;
            Set<String> scopes = belonging(allowed, resources);
            // A token without any scope might be good for what asks for none.
            if (scopes.isEmpty() && !allowed.isEmpty()) {
                throw new OAuthErrorException(INVALID_SCOPE, "None of the client's scopes belongs to the resource");
            }
            return target(resources, scopes);
        }
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(scope.get().split(" ", -1)));
        if (!allowed.containsAll(scopes)) {
            throw new OAuthErrorException(
                    INVALID_SCOPE, "The scope is malformed or more than this client is registered for");
        }
        List<RegisteredResource> resources = named.isEmpty() ? Collections.singletonList(resourceOf(scopes)) : named;
        if (belonging(scopes, resources).size() < scopes.size()) {
            throw new OAuthErrorException(INVALID_SCOPE, "A scope does not belong to the resource");
        }
        return target(resources, scopes);
    }

    private List<RegisteredResource> named(List<String> requested) throws OAuthErrorException {
        List<RegisteredResource> resources = new ArrayList<>();
        for (String name : new LinkedHashSet<>(requested)) {
            RegisteredResource resource = byName.get(name);
            if (resource == null) {
                throw new OAuthErrorException(
                        INVALID_TARGET, "A resource is unknown here; send one exactly as it is registered");
            }
            resources.add(resource);
        }
        return resources;
    }

    private RegisteredResource defaultFor(Set<String> allowed) {
        return first(resource -> allowed.stream().anyMatch(resource::takes))
                .orElseGet(() -> byName.values().iterator().next());
    }

    private RegisteredResource resourceOf(Set<String> scopes) throws OAuthErrorException {
        Optional<RegisteredResource> naming =
                first(resource -> resource.scopes().containsAll(scopes));
        return (naming.isPresent()
                        ? naming
                        : first(resource -> resource.scopes().isEmpty()))
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_SCOPE, "The scopes belong to different resources; ask for one token each"));
    }

    private Optional<RegisteredResource> first(Predicate<RegisteredResource> match) {
        return byName.values().stream().filter(match).findFirst();
    }

    private static Set<String> belonging(Set<String> scopes, List<RegisteredResource> resources) {
        return scopes.stream()
                .filter(scope -> resources.stream().anyMatch(resource -> resource.takes(scope)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Target target(List<RegisteredResource> resources, Set<String> scopes) {
        Set<String> uris = new LinkedHashSet<>();
        Set<String> audience = new LinkedHashSet<>();
        for (RegisteredResource resource : resources) {
            uris.add(resource.resource());
            audience.add(resource.audience());
        }
        return new Target(uris, audience, scopes);
    }
}
