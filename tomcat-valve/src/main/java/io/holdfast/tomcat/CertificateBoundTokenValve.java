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
 * its connection. The attributes in {@code context.xml} or {@code server.xml} are the {@link io.holdfast.config.ResourceSetting}s. One
 * binary runs on Tomcat 8.5, 9.0, 10.1 and 11.0.
 *
 * <p>The application sees the token's subject in {@code getUserPrincipal()} and {@code getRemoteUser()}, {@code Bearer}
 * in {@code getAuthType()}, and the token itself, a {@link VerifiedToken}, in the request attribute of that class's
 * name. The scopes are roles of Tomcat's own principal, so that a WAR's {@code <security-constraint>} works unchanged. A
 * login made before is replaced, and spares no request the check. The valve reads neither parameters nor body and
 * creates no session.
 *
 * <p>A refused request has the reason's code in the attribute {@link RefusalReason#REQUEST_ATTRIBUTE}; one that passed
 * and would have been refused, in {@link RefusalReason#REPORTED_ATTRIBUTE}.
 *
 * <p>It guards what comes through the pipeline of the context, host or engine that it stands in: every path, and each
 * request once. On a host or engine it stays while applications come and go, and {@code contexts} names those that it
 * guards, by the context that Tomcat has chosen for the request; access rules see the application's path before the one
 * within it. A {@code RequestDispatcher} does not go through a pipeline: an application that is not guarded and has
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

    /** Where this valve leaves its mark on a request; another one, on the host for example, has a place of its own. */
    private final String mark = CertificateBoundTokenValve.class.getName() + ".checked."
            + Integer.toHexString(System.identityHashCode(this));

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final GuardedApplications applications = new GuardedApplications(this::look);
    private volatile @Nullable ResourceDoor door;
    private volatile @Nullable RunningTomcat tomcat;

    /** A valve as Tomcat makes it, without settings; it supports asynchronous requests. */
    public CertificateBoundTokenValve() {
        super(true);
    }

    /**
     * Parses the settings and opens the protected resource; it waits for nobody.
     *
     * @throws LifecycleException whatever goes wrong; its message lists every problem and is in the log. Tomcat by itself
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
        } catch (Throwable e) { // a class that is missing, too
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

    /** The same message for the log, which gets it once, and for Tomcat, which does with it what it likes. */
    private LifecycleException shut(@Nullable String problems, Throwable fault) {
        close();
        String message = ShutDoor.message("valve of " + ValvePlace.nameOf(getContainer()), problems, fault);
        boolean ignored = ShutDoor.log(message, problems == null ? fault : null);
        return new LifecycleException(message);
    }

    private boolean guardsSeveral() {
        return !(getContainer() instanceof Context);
    }

    /** Tomcat calls it from time to time. */
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

    /** Ends the connections to the authorization server, and all views. Requests that still come are refused. */
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
     * Decides, and passes on only what may pass. It declares less than the interface does, because the exception that
     * it leaves out has another name in each servlet namespace; it is thrown all the same.
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

    /** An asynchronous dispatch comes through the pipeline again. A note is Tomcat's own: no client can write one. */
    private boolean acceptedBefore(Request request) {
        return request.isAsyncDispatching() && request.getNote(mark) == this;
    }

    private boolean accept(Request request, Response response) throws IOException {
        ResourceDoor open = door;
        RunningTomcat running = tomcat;
        if (open == null || running == null) {
            request.setAttribute(RefusalReason.REQUEST_ATTRIBUTE, RefusalReason.MISCONFIGURED.code());
            // No error page: without settings nobody knows which headers it must not see.
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
        if (decision instanceof AccessDecision.Answer) {
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

    /** What belongs to no application is an application's only where all are guarded. */
    private static boolean guards(@Nullable Context application, IncomingRequest request, ResourceDoor open) {
        GuardedContexts contexts = open.settings().contexts();
        return contexts.areAll()
                || (application != null && contexts.include(application.getPath()))
                || open.answersItself(request);
    }

    private void answer(AccessDecision.Answer decision, Request request, Response response, RunningTomcat running)
            throws IOException {
        ResponseBody body = decision.body().orElse(null);
        PrintWriter writer = body == null ? null : response.getReporter(); // a stream would be a servlet's
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
     * Takes a setting, by its name in {@link io.holdfast.config.ResourceSetting}. Tomcat hands over every attribute that its own base class
     * does not know; whether there is such a setting, and whether the value is one, the start tells.
     *
     * @return true: a valve that refused an attribute here would only be warned of, and then started without it
     */
    public boolean setProperty(String name, String value) {
        settings.put(name, value);
        return true;
    }
}
