package io.holdfast.management;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A view in the platform's MBean server, until it is closed. Safe for use by several threads. */
public final class RegisteredBean implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RegisteredBean.class);

    private final ObjectName name;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RegisteredBean(ObjectName name) {
        this.name = name;
    }

    /**
     * Registers a view under {@code io.holdfast:type=…,name="…"}.
     *
     * @param type the value of {@code type}
     * @param name any text; it is quoted
     * @throws InstanceAlreadyExistsException if the name is taken
     * @throws JMException if JMX refuses it for another reason
     */
    public static <T> RegisteredBean register(String type, String name, T bean, Class<T> view) throws JMException {
        ObjectName full = new ObjectName("io.holdfast:type=" + type + ",name=" + ObjectName.quote(name));
        server().registerMBean(new StandardMBean(bean, view, true), full);
        return new RegisteredBean(full);
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /** May be called again: by then the name may be another's. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (server().isRegistered(name)) {
                server().unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.warn("{} could not be unregistered: {}", name, e.getClass().getName());
        }
    }

    /** The whole name. */
    @Override
    public String toString() {
        return name.toString();
    }
}
