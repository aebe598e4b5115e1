package io.holdfast.demo.javax;

import io.holdfast.config.SettingsException;
import io.holdfast.demo.DemoApplication;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
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
            // Only an unchecked exception from a listener keeps the container from serving a half-started application.
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
        addFilter(context, "remote-clients", new RemoteClientsFilter(application), Collections.singletonList("/*"));
        addFilter(
                context,
                "recent-calls",
                new CallRecordingFilter(application.recentCalls()),
                application.guardedPaths());
        application.guardSettings().forEach((filter, settings) -> {
            FilterRegistration guard = context.getFilterRegistration(filter);
            if (guard == null) {
                throw new IllegalStateException("The filter " + filter + " is missing in web.xml");
            }
            // Settings of web.xml itself stay.
            settings.forEach(guard::setInitParameter);
        });
    }

    /** Adds a filter before the filters of web.xml, and after those added earlier. */
    private static void addFilter(ServletContext context, String name, Filter filter, List<String> patterns) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        if (registration == null) {
            throw new IllegalStateException("Another filter of this application is called " + name);
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST), false, patterns.toArray(new String[0]));
    }

    private static Map<String, String> parametersOf(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        return parameters;
    }
}
