package io.holdfast.authorizationserver;

import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NameValuePair;

/** Adds a client's authentication to a call to the authorization server. Safe for use by many threads. */
interface ClientProof {
    /**
     * Adds the proof to one call.
     *
     * @throws AuthorizationServerException if it cannot be made; the message is for the operator and holds no secret
     */
    void addTo(List<NameValuePair> form, Map<String, String> headers) throws AuthorizationServerException;
}
