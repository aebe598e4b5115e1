package io.holdfast.door;

import io.holdfast.management.RegisteredBean;
import java.io.Closeable;
import java.io.IOException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JMX view under a unique name, until it is closed: two versions of an application may run in one container, or the
 * same application on two hosts. A view that cannot be registered does not stop the door.
 *
 * <p>Safe for use by several threads.
 */
final class NamedView implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceDoor.class);

    private static final int MOST_NAMESAKES = 100;

    private final String name;
    private final Closeable bean;

    private NamedView(String name, Closeable bean) {
        this.name = name;
        this.bean = bean;
    }

    static NamedView register(ResourceView view, String wanted) {
        try {
            for (int number = 1; number <= MOST_NAMESAKES; number++) {
                String name = number == 1 ? wanted : wanted + " (" + number + ")";
                try {
                    return new NamedView(
                            name,
                            RegisteredBean.register("ProtectedResource", name, view, ProtectedResourceMXBean.class));
                } catch (InstanceAlreadyExistsException e) {
                    LOG.debug("There is an MBean '{}' already.", name);
                }
            }
            LOG.warn("There are too many MBeans named '{}'. This one is not shown.", wanted);
        } catch (JMException | RuntimeException | LinkageError e) {
            LOG.warn("The MBean '{}' could not be registered: {}", wanted, e.toString());
        }
        return new NamedView(wanted, () -> {});
    }

    /** The name, perhaps with a number appended. */
    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        bean.close();
    }
}
