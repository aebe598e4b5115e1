package io.holdfast.authorizationserver;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Notes in the context of a call whether its connection has carried an answer before. If such a one breaks, the server
 * has most probably closed it meanwhile; if a new one does, the server has failed.
 */
final class ReuseNote extends HttpRequestExecutor {
    private static final String REUSED = "io.holdfast.reused";
    private static final String TUNNELLED = "io.holdfast.tunnelled";

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback information,
            HttpContext context)
            throws IOException, HttpException {
        if (Method.CONNECT.isSame(request.getMethod())) {
            context.setAttribute(TUNNELLED, true); // the proxy's answer is no sign of a kept connection
        } else {
            EndpointDetails details = connection.getEndpointDetails();
            long before = Boolean.TRUE.equals(context.getAttribute(TUNNELLED)) ? 1 : 0;
            context.setAttribute(REUSED, details != null && details.getResponseCount() > before);
        }
        return super.execute(request, connection, information, context);
    }

    static boolean isIn(HttpContext context) {
        return Boolean.TRUE.equals(context.getAttribute(REUSED));
    }
}
