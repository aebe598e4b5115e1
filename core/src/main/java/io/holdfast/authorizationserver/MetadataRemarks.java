package io.holdfast.authorizationserver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives objections of an authorization server's metadata to a token request: that it does not know the client's
 * way to authenticate, or does not bind tokens to certificates. A remark is made each time the metadata are read. Safe
 * for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2, "Authorization Server
 *     Metadata"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.3">RFC 8705 section 3.3, "Authorization Server
 *     Metadata"</a>
 */
public interface MetadataRemarks {
    /**
     * Takes a remark.
     *
     * @param remark for the operator, one sentence or more: the finding in the metadata and the remedy
     * @throws AuthorizationServerException if the token endpoint is not to be used then
     */
    void add(String remark) throws AuthorizationServerException;

    /** Logs each remark as a warning, once as long as the result lives. */
    static MetadataRemarks warning() {
        Logger log = LoggerFactory.getLogger(MetadataRemarks.class);
        Set<String> known = ConcurrentHashMap.newKeySet();
        return remark -> {
            // Metadata that change all the time must not fill the memory, nor the log.
            if (known.size() < 100 && known.add(remark)) {
                log.warn("{}", remark);
            }
        };
    }

    /** Lets nobody use the token endpoint of such metadata. */
    static MetadataRemarks failing() {
        return remark -> {
            throw new AuthorizationServerException(remark);
        };
    }

    /** Passes over every remark. */
    static MetadataRemarks ignoring() {
        return remark -> {};
    }
}
