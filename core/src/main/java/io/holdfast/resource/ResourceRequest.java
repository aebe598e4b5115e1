package io.holdfast.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a door tells of a request: raw, as it came, with nothing decided yet. */
public interface ResourceRequest {
    /** The value of each {@code Authorization} field line, in order; empty if there is none. */
    List<String> authorizationHeaders();

    /** The query as it stood in the request line, not decoded and without the question mark; null if there is none. */
    @Nullable
    String queryString();

    /** Whether the request came over TLS, by the container's own word. */
    boolean secure();

    /** The value of the container's client certificate attribute, whatever it is; null if there is none. */
    @Nullable
    Object clientCertificateAttribute();

    /** The request method, for the log. */
    String method();

    /** The request's path, for the log. */
    String path();
}
