package io.holdfast.tomcat;

import java.lang.reflect.Method;
import org.apache.catalina.Host;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * The error body of a host, for requests that are refused before they come to its {@link ErrorReportValve}. A host puts
 * that valve last, and it writes the body when a request returns from the application; a request refused here never
 * reaches it. So its own method is called for the body alone, which the host's operator may have configured. Immutable.
 */
final class HostErrorReport {
    private final @Nullable Method report;

    private HostErrorReport(@Nullable Method report) {
        this.report = report;
    }

    /** Looks up the method, which is protected; without it, bodies stay empty. */
    static HostErrorReport explore() {
        try {
            Method method =
                    ErrorReportValve.class.getDeclaredMethod("report", Request.class, Response.class, Throwable.class);
            method.setAccessible(true);
            return new HostErrorReport(method);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new HostErrorReport(null);
        }
    }

    /** Writes the body, after {@code sendError}; leaves it empty if the host has none or the call fails. */
    void write(Request request, Response response) {
        @Nullable Host host = request.getHost();
        if (report == null || host == null) {
            return;
        }
        for (Valve valve : host.getPipeline().getValves()) {
            if (valve instanceof ErrorReportValve) {
                response.setSuspended(false); // as ErrorReportValve does before
                try {
                    report.invoke(valve, request, response, null);
                } catch (ReflectiveOperationException e) {
                    return; // the status remains
                }
            }
        }
    }
}
