package io.holdfast.authorizationserver;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
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

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback information,
            HttpContext context)
            throws IOException, HttpException {
        EndpointDetails details = connection.getEndpointDetails();
        context.setAttribute(REUSED, details != null && details.getResponseCount() > 0);
        return super.execute(request, connection, information, context);
    }

    static boolean isIn(HttpContext context) {
        return Boolean.TRUE.equals(context.getAttribute(REUSED));
    }
}
