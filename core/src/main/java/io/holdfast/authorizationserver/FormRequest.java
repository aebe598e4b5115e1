package io.holdfast.authorizationserver;

import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NameValuePair;

/** What is posted. It is made anew for each try, because a proof of who the client is may be good for one use only. */
interface FormRequest {
    /**
     * Adds the parameters and the headers.
     *
     * @throws AuthorizationServerException if they cannot be made
     */
    void addTo(List<NameValuePair> form, Map<String, String> headers) throws AuthorizationServerException;
}
