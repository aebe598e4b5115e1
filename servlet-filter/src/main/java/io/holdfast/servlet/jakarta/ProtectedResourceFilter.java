package io.holdfast.servlet.jakarta;

import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.SettingsException;
import io.holdfast.door.DoorPlace;
import io.holdfast.door.FilterMappings;
import io.holdfast.door.ResourceDoor;
import io.holdfast.door.ResourceView;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.RefusalReason;
import io.holdfast.servlet.LoginBeforeFilter;
import io.holdfast.servlet.WebSocketFilters;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a door that is open: the work of {@link CertificateBoundTokenFilter} once it has started. Safe for use
 * by many threads.
 */
final class ProtectedResourceFilter implements Filter {
    /** The request attribute with this filter's mark; another filter of the same class has its own. */
    private final String mark =
            ProtectedResourceFilter.class.getName() + ".checked." + Integer.toHexString(System.identityHashCode(this));

    private final Map<String, String> settings;
    private volatile @Nullable ResourceDoor door;
    private volatile @Nullable FilterConfig config;

    /** A filter with these {@code init-param}s. */
    ProtectedResourceFilter(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * Reads the settings and opens the protected resource; it waits for nobody. Its state stands in the
     * servlet context then, under {@link ResourceView#CONTEXT_ATTRIBUTE}, a dot and the filter's name.
     *
     * @throws ServletException if the settings do not work, its message lists every problem; or if the filter is mapped
     *     to nothing, so that it would guard nothing
     */
    @Override
    public void init(FilterConfig given) throws ServletException {
        boolean started = false;
        try {
            ResourceDoor opened = ResourceDoor.open(settings, place(given));
            config = given;
            door = opened;
            given.getServletContext().setAttribute(viewAttribute(given), opened.view());
            WebSocketFilters.warnOf(
                    given.getServletContext().getFilterRegistrations().keySet());
            LoginBeforeFilter.warnOf(
                    given.getServletContext()::getResourceAsStream,
                    given.getServletContext().getServerInfo(),
                    given.getFilterName());
            started = true;
        } catch (SettingsException e) {
            throw new ServletException(e.getMessage(), e);
        } finally {
            if (!started) {
                destroy(); // no container does it for a filter that has not started
            }
        }
    }

    private static DoorPlace place(FilterConfig given) {
        String contextPath = given.getServletContext().getContextPath();
        @Nullable
        FilterRegistration registration = given.getServletContext().getFilterRegistration(given.getFilterName());
        DoorPlace place = DoorPlace.of(contextPath + '/' + given.getFilterName(), contextPath);
        return registration == null
                ? place
                : place.reachedBy(paths -> FilterMappings.problem(
                        registration.getUrlPatternMappings(), registration.getServletNameMappings(), paths));
    }

    private static String viewAttribute(FilterConfig config) {
        return ResourceView.CONTEXT_ATTRIBUTE + '.' + config.getFilterName();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest httpRequest = (HttpServletRequest) request;
        Checked earlier = earlierCheckOf(httpRequest);
        AccessDecision decision = decisionFor(httpRequest, earlier);
        boolean told = earlier != null && decision == earlier.decision;
        if (decision.permitted()) {
            if (!told) {
                addHeaders(decision, httpRequest, (HttpServletResponse) response);
            }
            pass(decision, httpRequest, (HttpServletResponse) response, chain);
        } else if (!told && request.getDispatcherType() != DispatcherType.ERROR) {
            DoorAnswer.write((AccessDecision.Answer) decision, httpRequest, (HttpServletResponse) response);
        }
    }

    /**
     * A new request is always checked. A request that the container dispatches again keeps this filter's decision about
     * the request, as far as the access rule of the new path allows it.
     */
    private AccessDecision decisionFor(HttpServletRequest request, @Nullable Checked earlier) throws ServletException {
        ResourceDoor open = door;
        if (open == null) {
            throw new ServletException("The filter is not initialised, or destroyed.");
        }
        if (earlier == null) {
            AccessDecision first = open.decide(new IncomingRequest(request, request));
            request.setAttribute(mark, new Checked(this, request, first, new AtomicBoolean()));
            return first;
        }
        AccessDecision decision = open.decide(new IncomingRequest(request, earlier.whole), earlier.decision);
        if (decision instanceof AccessDecision.Permit) {
            // The mark is about the request. A dispatch to another path adds a token to it, nothing else.
            request.setAttribute(mark, new Checked(this, earlier.whole, decision, earlier.loggedOut));
        }
        return decision;
    }

    private @Nullable Checked earlierCheckOf(HttpServletRequest request) {
        Object checked = request.getAttribute(mark);
        boolean again = request.getDispatcherType() != DispatcherType.REQUEST
                && checked instanceof Checked
                && ((Checked) checked).by == this;
        return again ? (Checked) checked : null;
    }

    private void pass(
            AccessDecision decision, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HiddenHeaders hidden = decision.hiddenHeaders();
        HttpServletRequest visible = hidden.isEmpty() ? request : VisibleRequest.of(request, response, hidden);
        Object checked = request.getAttribute(mark);
        RefusalReason reported = decision.reason().orElse(null);
        if (decision instanceof AccessDecision.Permit && checked instanceof Checked) {
            AccessDecision.Permit permit = (AccessDecision.Permit) decision;
            chain.doFilter(AcceptedRequest.of(visible, response, permit, ((Checked) checked).loggedOut), response);
        } else if (reported != null) {
            AnonymousRequest.of(visible, response).pass(reported, chain);
        } else {
            chain.doFilter(visible, response);
        }
    }

    /** An included resource cannot have any. */
    private static void addHeaders(AccessDecision decision, HttpServletRequest request, HttpServletResponse response) {
        if (request.getDispatcherType() != DispatcherType.INCLUDE) {
            decision.headers().forEach(header -> response.addHeader(header.name(), header.value()));
        }
    }

    /** Ends the connections to the authorization server, and all views. */
    @Override
    public void destroy() {
        ResourceDoor open = door;
        door = null;
        if (open != null) {
            open.close();
        }
        FilterConfig initialised = config;
        if (initialised != null) {
            initialised.getServletContext().removeAttribute(viewAttribute(initialised));
        }
    }

    /** The mark on a request that was checked. Only code of this class can make one, so no client can forge it. */
    private static final class Checked {
        private final ProtectedResourceFilter by;
        private final HttpServletRequest whole;
        private final AccessDecision decision;
        private final AtomicBoolean loggedOut;

        /**
         * A mark.
         *
         * @param whole the request as it came to this filter first, before it hid anything
         * @param loggedOut true if the application has logged out, which holds for the rest of the request
         */
        Checked(
                ProtectedResourceFilter by,
                HttpServletRequest whole,
                AccessDecision decision,
                AtomicBoolean loggedOut) {
            this.by = by;
            this.whole = whole;
            this.decision = decision;
            this.loggedOut = loggedOut;
        }
    }
}
