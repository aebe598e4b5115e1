package io.holdfast.tokenservice.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one protected resource of the registrations file. */
final class ResourceMetadata {
    /** The members that a resource may have. */
    static final List<String> KNOWN = Collections.unmodifiableList(Arrays.asList("resource", "audience", "scope"));

    private static final String RESOURCE = "resource";

    private ResourceMetadata() {}

    /** The resource, or null if there was a problem. */
    static @Nullable RegisteredResource read(Members members) {
        members.refuseOthersThan(KNOWN);
        String uri = members.text(RESOURCE, "write the URI that clients name it by");
        if (uri == null && !members.has(RESOURCE)) {
            members.problem(RESOURCE, "is missing; write the URI that clients name it by");
        }
        if (uri != null && !isAbsoluteWithoutFragment(uri)) {
            members.problem(
                    RESOURCE,
                    "'" + uri + "' is not an absolute URI without a fragment (RFC 8707 §2); write it as"
                            + " https://api.example/orders");
        }
        String audience = members.text("audience", "write its name in aud, or leave it out to use the URI");
        Set<String> scopes = members.scopes();
        return members.sound() && uri != null
                ? new RegisteredResource(uri, audience == null ? uri : audience, scopes)
                : null;
    }

    private static boolean isAbsoluteWithoutFragment(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
