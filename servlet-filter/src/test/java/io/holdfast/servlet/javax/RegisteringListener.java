package io.holdfast.servlet.javax;

import java.util.Collections;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

/** Registers the filter by code, with the application's context-params as its settings. */
public final class RegisteringListener implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        FilterRegistration.Dynamic filter = context.addFilter("holdfast", CertificateBoundTokenFilter.class);
        filter.setAsyncSupported(true);
        for (String name : Collections.list(context.getInitParameterNames())) {
            if (!name.contains(".")) {
                filter.setInitParameter(name, context.getInitParameter(name));
            }
        }
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/api/*");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {}
}
