package io.holdfast.servlet.jakarta;

import io.holdfast.certificate.HiddenHeaders;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request without the headers that claim a false identity. */
final class VisibleRequest extends HttpServletRequestWrapper {
    private final ServletResponse response;
    private final HiddenHeaders hidden;

    private VisibleRequest(HttpServletRequest request, ServletResponse response, HiddenHeaders hidden) {
        super(request);
        this.response = response;
        this.hidden = hidden;
    }

    /** The request itself if it has none of them. */
    static HttpServletRequest of(HttpServletRequest request, ServletResponse response, HiddenHeaders hidden) {
        return hasAny(request, hidden) ? new VisibleRequest(request, response, hidden) : request;
    }

    /**
     * True if the container's own request, which lies beneath all wrappers, shows what is hidden here or was hidden
     * before, on the way to a dispatch.
     */
    static boolean containerShowsAny(HttpServletRequest request, HiddenHeaders hidden) {
        ServletRequest layer = request;
        while (layer instanceof ServletRequestWrapper) {
            if (layer instanceof VisibleRequest) {
                return true;
            }
            layer = ((ServletRequestWrapper) layer).getRequest();
        }
        return !(layer instanceof HttpServletRequest) || hasAny((HttpServletRequest) layer, hidden);
    }

    private static boolean hasAny(HttpServletRequest request, HiddenHeaders hidden) {
        if (hidden.isEmpty()) {
            return false;
        }
        @Nullable Enumeration<String> names = request.getHeaderNames();
        return names == null || Collections.list(names).stream().anyMatch(hidden::hides);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return hidden.hides(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hidden.hides(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        @Nullable Enumeration<String> all = super.getHeaderNames();
        List<String> names = all == null ? new ArrayList<>() : Collections.list(all);
        names.removeIf(hidden::hides);
        return Collections.enumeration(names);
    }

    @Override
    public int getIntHeader(String name) {
        return hidden.hides(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return hidden.hides(name) ? -1 : super.getDateHeader(name);
    }

    /** Only a container with Servlet 4 or newer has any, and asks for them. */
    @Override
    public @Nullable Map<String, String> getTrailerFields() {
        @Nullable Map<String, String> all = super.getTrailerFields();
        if (all == null) {
            return null;
        }
        Map<String, String> visible = new LinkedHashMap<>(all);
        visible.keySet().removeIf(hidden::hides);
        return visible;
    }

    /** Starts with this request: a dispatch from the container's own would show the headers again. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }
}
