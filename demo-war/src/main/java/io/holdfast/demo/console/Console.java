package io.holdfast.demo.console;

import io.holdfast.demo.DemoSettings;
import io.holdfast.demo.partner.RecentCalls;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;

/** Puts the console page at the root of an application that is starting. */
public final class Console {
    private Console() {}

    /** Adds the page; it shows the given calls as they come. */
    public static void register(ServletContext context, DemoSettings settings, RecentCalls calls) {
        ConsolePage page = ConsolePage.load(settings);
        // The empty pattern is the application's root and nothing below it.
        ServletRegistration.Dynamic servlet = context.addServlet("console", new ConsoleServlet(page, calls));
        if (servlet == null || !servlet.addMapping("").isEmpty()) {
            throw new IllegalStateException("Another servlet of this application has its root");
        }
    }
}
