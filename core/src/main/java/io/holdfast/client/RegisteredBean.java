package io.holdfast.client;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key ring's view in the platform's MBean server, until it is closed. Safe for use by several threads. */
final class RegisteredBean implements KeyRingMXBean, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RegisteredBean.class);

    private final Supplier<KeyRingStatus> status;
    private final ObjectName name;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RegisteredBean(Supplier<KeyRingStatus> status, ObjectName name) {
        this.status = status;
        this.name = name;
    }

    /** @throws IllegalStateException if the name is taken, or JMX refuses it for another reason */
    static RegisteredBean register(String name, Supplier<KeyRingStatus> status) {
        try {
            // Quoted, so that any name is one.
            ObjectName full = new ObjectName("io.holdfast:type=KeyRing,name=" + ObjectName.quote(name));
            RegisteredBean bean = new RegisteredBean(status, full);
            server().registerMBean(new StandardMBean(bean, KeyRingMXBean.class, true), full);
            return bean;
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalStateException(
                    "jmxName \"" + name + "\" is taken by another key ring that is not closed. Give another.", e);
        } catch (JMException e) {
            throw new IllegalStateException("jmxName \"" + name + "\" cannot be registered.", e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /** May be called again: by then the name may be another ring's. */
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

    @Override
    public long getFetches() {
        return status.get().fetches();
    }

    @Override
    public long getFetchFailures() {
        return status.get().fetchFailures();
    }

    @Override
    public long getRefusedTokens() {
        return status.get().refusedTokens();
    }

    @Override
    public long getReloadFailures() {
        return status.get().reloadFailures();
    }

    @Override
    public long getGeneration() {
        return status.get().generation();
    }

    @Override
    public boolean isWaiting() {
        return status.get().isWaiting();
    }

    @Override
    public long getSecondsSinceLastFetch() {
        return status.get().sinceLastFetch().map(Duration::getSeconds).orElse(-1L);
    }

    @Override
    public String getThumbprint() {
        return status.get().thumbprint().value();
    }

    @Override
    public String getCertificateEnd() {
        return status.get().certificateEnd().toString();
    }
}
