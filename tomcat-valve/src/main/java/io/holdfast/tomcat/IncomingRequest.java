package io.holdfast.tomcat;

import io.holdfast.resource.ResourceRequest;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/** Tomcat's request as the protected resource sees it. It reads neither parameters nor body. */
final class IncomingRequest implements ResourceRequest {
    private final Request request;
    private final String certificateAttribute;

    IncomingRequest(Request request, String certificateAttribute) {
        this.request = request;
        this.certificateAttribute = certificateAttribute;
    }

    @Override
    public List<String> authorizationHeaders() {
        return Collections.list(request.getHeaders("Authorization"));
    }

    @Override
    public @Nullable String queryString() {
        return request.getQueryString();
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return request.getAttribute(certificateAttribute);
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }
}
