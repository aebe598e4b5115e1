package io.holdfast.authorizationserver;

import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NameValuePair;

/** The form that is posted. It is made anew for each attempt, because a client's proof may be good for one use only. */
interface FormRequest {
    /**
     * Adds the parameters and the headers.
     *
     * @throws AuthorizationServerException if they cannot be made
     */
    void addTo(List<NameValuePair> form, Map<String, String> headers) throws AuthorizationServerException;
}
