package io.holdfast.demo;

import io.holdfast.config.SettingsException;
import io.holdfast.demo.console.Console;
import io.holdfast.demo.partner.PartnerApi;
import io.holdfast.demo.partner.RecentCalls;
import io.holdfast.demo.tokenservice.TokenService;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the roles that {@code holdfast.demo.roles} names and registers their servlets. A mistake in the settings or in
 * the clients file stops the application from starting.
 */
public final class DemoContextListener implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger(DemoContextListener.class);

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        LOG.warn("This is the Holdfast demo: a server to try and to test with, not one to rely on. "
                + "Its signing key lives in memory and is new at every start.");
        try {
            start(context, DemoSettings.parse(parametersOf(context)));
        } catch (SettingsException e) {
            // An unchecked exception from a listener is what keeps an application from being served half started.
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static void start(ServletContext context, DemoSettings settings) throws SettingsException {
        RecentCalls calls = new RecentCalls();
        if (settings.enabled(DemoRole.TOKEN_SERVICE)) {
            TokenService.start(settings.tokenService()).register(context);
        }
        if (settings.enabled(DemoRole.PARTNER_API)) {
            PartnerApi.register(context, calls);
        }
        if (settings.enabled(DemoRole.CONSOLE)) {
            Console.register(context, settings, calls);
        }
    }

    private static Map<String, String> parametersOf(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        return parameters;
    }
}
