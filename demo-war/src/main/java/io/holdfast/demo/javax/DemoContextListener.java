package io.holdfast.demo.javax;

import io.holdfast.config.SettingsException;
import io.holdfast.demo.DemoApplication;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Starts the application in a {@code javax.servlet} container. A mistake in the settings or in the registrations file
 * stops it from starting.
 */
public final class DemoContextListener implements ServletContextListener {
    private @Nullable DemoApplication application;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            application = DemoApplication.start(parametersOf(context));
            register(application, context);
        } catch (SettingsException e) {
            // An unchecked exception from a listener is what keeps an application from being served half started.
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        DemoApplication started = application;
        if (started != null) {
            started.close();
        }
    }

    private static void register(DemoApplication application, ServletContext context) {
        ServletRegistration.Dynamic servlet = context.addServlet("demo", new DemoServlet(application));
        if (servlet == null || !servlet.addMapping("/").isEmpty()) {
            throw new IllegalStateException("Another servlet of this application has its root");
        }
        servlet.setAsyncSupported(true);
        FilterRegistration.Dynamic recorder =
                context.addFilter("recent-calls", new CallRecordingFilter(application.recentCalls()));
        recorder.setAsyncSupported(true);
        // Before the filters of web.xml, so that it also sees what they refuse.
        recorder.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST),
                false,
                application.guardedPaths().toArray(new String[0]));
        application.guardSettings().forEach((filter, settings) -> {
            FilterRegistration guard = context.getFilterRegistration(filter);
            if (guard == null) {
                throw new IllegalStateException("The filter " + filter + " is missing in web.xml");
            }
            // What web.xml says itself stays.
            settings.forEach(guard::setInitParameter);
        });
    }

    private static Map<String, String> parametersOf(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        return parameters;
    }
}
