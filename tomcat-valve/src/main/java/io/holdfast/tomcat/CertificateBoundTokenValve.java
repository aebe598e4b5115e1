package io.holdfast.tomcat;

import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.GuardedContexts;
import io.holdfast.config.SettingsException;
import io.holdfast.door.ResourceDoor;
import io.holdfast.door.ShutDoor;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.RefusalReason;
import io.holdfast.resource.ResponseBody;
import io.holdfast.token.VerifiedToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request through Tomcat's pipeline only when its access token is valid and bound to the client certificate of
 * its connection. The attributes in {@code context.xml} or {@code server.xml} are the
 * {@link io.holdfast.config.ResourceSetting}s. One binary runs on Tomcat 8.5, 9.0, 10.1 and 11.0.
 *
 * <p>The application sees the token's subject in {@code getUserPrincipal()} and {@code getRemoteUser()}, {@code Bearer}
 * in {@code getAuthType()}, and the token itself, a {@link VerifiedToken}, in the request attribute of that class's
 * name. The scopes are roles of Tomcat's own principal, so that a WAR's {@code <security-constraint>} works unchanged.
 * An earlier login is replaced, and does not exempt a request from the check. The valve reads neither parameters nor
 * body and creates no session.
 *
 * <p>A refused request has the reason's code in the attribute {@link RefusalReason#REQUEST_ATTRIBUTE}; a request that
 * passed but would have been refused, in {@link RefusalReason#REPORTED_ATTRIBUTE}.
 *
 * <p>It guards the pipeline of its context, host or engine: every path, and each request once. On a host or engine it
 * stays while applications come and go, and {@code contexts} names the guarded ones, by the context that Tomcat has
 * chosen for the request; access rules then see the application's path before the path within it. A
 * {@code RequestDispatcher} bypasses the pipeline: an application that is not guarded and has
 * {@code crossContext="true"} reaches the servlets of one that is.
 *
 * <p>While it has not started, it refuses every request with 503.
 *
 * <p>Safe for use by many threads once started.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class CertificateBoundTokenValve extends ValveBase {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateBoundTokenValve.class);

    /** The name of this valve's mark on a request; another valve, for example on the host, has its own. */
    private final String mark = CertificateBoundTokenValve.class.getName() + ".checked."
            + Integer.toHexString(System.identityHashCode(this));

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final GuardedApplications applications = new GuardedApplications(this::look);
    private volatile @Nullable ResourceDoor door;
    private volatile @Nullable RunningTomcat tomcat;

    /** Makes a valve without settings that supports asynchronous requests; Tomcat calls it. */
    public CertificateBoundTokenValve() {
        super(true);
    }

    /**
     * Parses the settings and opens the protected resource, without waiting for the authorization servers.
     *
     * @throws LifecycleException on every failure; its message lists every problem and is logged. Tomcat by itself
     *     would only warn of an unknown attribute and go on
     */
    @Override
    protected synchronized void startInternal() throws LifecycleException {
        try {
            open();
        } catch (SettingsException e) {
            throw shut(e.getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw shut("This Tomcat is not one of 8.5, 9.0, 10.1 and 11.0.", e);
        } catch (Throwable e) { // catches a missing class, too
            throw shut(null, e);
        }
        super.startInternal();
    }

    private void open() throws SettingsException, ReflectiveOperationException {
        tomcat = RunningTomcat.explore();
        Container container = getContainer();
        ResourceDoor opened = ResourceDoor.open(settings, ValvePlace.of(container));
        door = opened;
        if (!opened.settings().proxy().isPresent()) {
            ClientCertificateConnectors.problems(container).forEach(LOG::warn);
        }
        if (guardsSeveral()) {
            applications.follow(container);
        }
    }

    /** Logs the message once, and returns it for Tomcat, which may log it again. */
    private LifecycleException shut(@Nullable String problems, Throwable fault) {
        close();
        String message = ShutDoor.message("valve of " + ValvePlace.nameOf(getContainer()), problems, fault);
        boolean ignored = ShutDoor.log(message, problems == null ? fault : null);
        return new LifecycleException(message);
    }

    private boolean guardsSeveral() {
        return !(getContainer() instanceof Context);
    }

    /** Updates the list of guarded applications; Tomcat calls it from time to time. */
    @Override
    public void backgroundProcess() {
        super.backgroundProcess();
        look();
    }

    private void look() {
        ResourceDoor open = door;
        if (open != null && guardsSeveral()) {
            applications.look(open.settings().contexts());
        }
    }

    /** Closes the connections to the authorization server, and all views. Later requests are refused. */
    @Override
    protected synchronized void stopInternal() throws LifecycleException {
        super.stopInternal();
        close();
    }

    private void close() {
        applications.leave();
        ResourceDoor open = door;
        door = null;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Decides, and passes on only permitted requests. It declares fewer exceptions than the interface does, because the
     * servlet exception has another name in each namespace; it is thrown all the same.
     */
    @Override
    public void invoke(Request request, Response response) throws IOException {
        if (!acceptedBefore(request) && !accept(request, response)) {
            return;
        }
        try {
            getNext().invoke(request, response);
        } catch (Exception e) {
            throw CertificateBoundTokenValve.<RuntimeException>asItIs(e);
        }
    }

    /** True for an asynchronous dispatch of an accepted request. No client can set a note, Tomcat's own. */
    private boolean acceptedBefore(Request request) {
        return request.isAsyncDispatching() && request.getNote(mark) == this;
    }

    private boolean accept(Request request, Response response) throws IOException {
        ResourceDoor open = door;
        RunningTomcat running = tomcat;
        if (open == null || running == null) {
            request.setAttribute(RefusalReason.REQUEST_ATTRIBUTE, RefusalReason.MISCONFIGURED.code());
            // No error page: without settings, the headers that it must not see are unknown.
            response.setStatus(503);
            response.flushBuffer();
            return false;
        }
        IncomingRequest incoming = new IncomingRequest(request, running.certificateAttribute(), guardsSeveral());
        if (!guards(request.getContext(), incoming, open)) {
            return true;
        }
        AccessDecision decision = open.decide(incoming);
        hide(decision.hiddenHeaders(), request.getCoyoteRequest().getMimeHeaders());
        decision.headers().forEach(header -> response.addHeader(header.name(), header.value()));
        String attribute = decision.permitted() ? RefusalReason.REPORTED_ATTRIBUTE : RefusalReason.REQUEST_ATTRIBUTE;
        decision.reason().ifPresent(reason -> request.setAttribute(attribute, reason.code()));
        if (!decision.permitted()) {
            answer((AccessDecision.Answer) decision, request, response, running);
            return false;
        }
        if (decision instanceof AccessDecision.Permit) {
            AccessDecision.Permit permit = (AccessDecision.Permit) decision;
            request.setUserPrincipal(running.principalOf(permit.principal()));
            request.setAuthType("Bearer");
            request.setAttribute(VerifiedToken.REQUEST_ATTRIBUTE, permit.token());
            ContainerLogin.keepWithoutSession(request.getContext());
        }
        request.setNote(mark, this);
        return true;
    }

    /** True for guarded applications and the door's own paths; for paths of no application if all are guarded. */
    private static boolean guards(@Nullable Context application, IncomingRequest request, ResourceDoor open) {
        GuardedContexts contexts = open.settings().contexts();
        return contexts.areAll()
                || (application != null && contexts.include(application.getPath()))
                || open.answersItself(request);
    }

    private void answer(AccessDecision.Answer decision, Request request, Response response, RunningTomcat running)
            throws IOException {
        ResponseBody body = decision.body().orElse(null);
        PrintWriter writer = body == null ? null : response.getReporter(); // a stream would be taken from a servlet
        if (body == null || writer == null) {
            response.sendError(decision.status());
            if (guardsSeveral()) {
                running.reportError(request, response);
            }
            return;
        }
        byte[] content = body.content();
        response.setStatus(decision.status());
        response.setContentType(body.contentType());
        response.setContentLength(content.length);
        writer.write(new String(content, StandardCharsets.US_ASCII));
        writer.flush();
        response.flushBuffer();
    }

    private static void hide(HiddenHeaders hidden, MimeHeaders headers) {
        if (!hidden.isEmpty()) {
            Collections.list(headers.names()).stream().filter(hidden::hides).forEach(headers::removeHeader);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erasure lets every exception through
    private static <E extends Exception> E asItIs(Exception e) throws E {
        throw (E) e;
    }

    /**
     * Takes a setting, by its name in {@link io.holdfast.config.ResourceSetting}. Tomcat passes every attribute that
     * its own base class does not know; name and value are checked at the start.
     *
     * @return true: if the valve refused an attribute here, Tomcat would only warn, and start the valve without it
     */
    public boolean setProperty(String name, String value) {
        settings.put(name, value);
        return true;
    }
}
