package io.holdfast.demo.partner;

import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;

/** Puts the partner API into an application that is starting. The filter that guards it stands in {@code web.xml}. */
public final class PartnerApi {
    private static final String PATHS = "/partners/*";

    private PartnerApi() {}

    /**
     * Adds the servlet, and a filter that notes the calls.
     *
     * @param calls where every call is noted, also the refused ones
     */
    public static void register(ServletContext context, RecentCalls calls) {
        ServletRegistration.Dynamic servlet = context.addServlet("partner-api", new PartnerServlet());
        if (servlet == null || !servlet.addMapping(PATHS).isEmpty()) {
            throw new IllegalStateException("Another servlet of this application has the path " + PATHS);
        }
        servlet.setAsyncSupported(true);
        FilterRegistration.Dynamic recorder =
                context.addFilter("partner-api-recent-calls", new CallRecordingFilter(calls));
        recorder.setAsyncSupported(true);
        // Before the filters of web.xml, so that it also sees what they refuse.
        recorder.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, PATHS);
    }
}
