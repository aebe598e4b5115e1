package io.holdfast.tomcat;

import io.holdfast.config.GuardedContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the guarded applications of a host or engine for the operator: after the deployment at the start, and again
 * after each change. It decides about no request.
 *
 * <p>Safe for use by many threads.
 */
final class GuardedApplications {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedApplications.class);

    private final LifecycleListener started;

    /** Guarded by this. */
    private @Nullable Container followed;

    /** The guarded applications at the last look. Guarded by this. */
    private Set<String> found = new TreeSet<>();

    /**
     * Follows no container yet.
     *
     * @param look calls {@link #look} with the settings in effect
     */
    GuardedApplications(Runnable look) {
        started = new AfterStart(look);
    }

    /** Follows a container that is starting and has deployed nothing yet, or that runs. */
    synchronized void follow(@Nullable Container container) {
        followed = container;
        found = new TreeSet<>();
        if (container != null) {
            container.addLifecycleListener(started);
        }
    }

    synchronized void leave() {
        Container before = followed;
        followed = null;
        if (before != null) {
            before.removeLifecycleListener(started);
        }
    }

    /** Looks at the deployed applications, and logs them if they have changed since the last look. */
    synchronized void look(GuardedContexts contexts) {
        Container container = followed;
        if (container == null || !container.getState().isAvailable()) {
            return;
        }
        List<Context> applications = applicationsOf(container);
        Set<String> now = new TreeSet<>();
        now.add("contexts " + contexts);
        applications.forEach(application -> now.add(nameOf(application) + application.getCrossContext()));
        if (!now.equals(found)) {
            found = now;
            tell(container.getName(), contexts, applications);
        }
    }

    private static List<Context> applicationsOf(Container container) {
        List<Context> applications = new ArrayList<>();
        for (Container child : container.findChildren()) {
            if (container instanceof Engine) {
                applications.addAll(applicationsOf(child));
            } else if (child instanceof Context) {
                applications.add((Context) child);
            }
        }
        return applications;
    }

    private static void tell(String place, GuardedContexts contexts, List<Context> applications) {
        LOG.info(
                "Guards in {} the applications {}, and not {}.",
                place,
                names(applications, application -> contexts.include(application.getPath())),
                names(applications, application -> !contexts.include(application.getPath())));
        contexts.missingAmong(applications.stream().map(Context::getPath).collect(Collectors.toList()))
                .forEach(missing -> LOG.warn(
                        "The setting 'contexts' names {}, and there is no such application in {} now. Look whether it"
                                + " is spelt as in the application's URLs.",
                        missing,
                        place));
        applications.stream()
                .filter(application -> !contexts.include(application.getPath()) && application.getCrossContext())
                .forEach(application -> LOG.warn(
                        "The application {} in {} is not guarded and has crossContext=\"true\": what it forwards, includes or"
                                + " dispatches to other applications comes past the valve. Take that out, or name it in 'contexts', too.",
                        nameOf(application),
                        place));
    }

    private static Set<String> names(List<Context> applications, Predicate<Context> which) {
        return applications.stream()
                .filter(which)
                .map(GuardedApplications::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the name with the version, for example {@code /orders##2}. */
    private static String nameOf(Context application) {
        String version = application.getWebappVersion();
        return (application.getPath().isEmpty() ? "/" : application.getPath())
                + (version.isEmpty() ? "" : "##" + version);
    }

    private static final class AfterStart implements LifecycleListener {
        private final Runnable look;

        AfterStart(Runnable look) {
            this.look = look;
        }

        @Override
        public void lifecycleEvent(LifecycleEvent event) {
            if (event.getType().equals(Lifecycle.AFTER_START_EVENT)) {
                look.run();
            }
        }
    }
}
