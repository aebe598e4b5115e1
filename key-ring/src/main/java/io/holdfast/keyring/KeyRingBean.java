package io.holdfast.keyring;

import io.holdfast.management.RegisteredBean;
import java.time.Duration;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;

/** A key ring's view in JMX. Safe for use by several threads. */
final class KeyRingBean implements KeyRingMXBean {
    private final Supplier<KeyRingStatus> status;

    private KeyRingBean(Supplier<KeyRingStatus> status) {
        this.status = status;
    }

    /**
     * Registers the view.
     *
     * @return unregisters the view when closed
     * @throws IllegalStateException if the name is taken, or JMX refuses it for another reason
     */
    static RegisteredBean register(String name, Supplier<KeyRingStatus> status) {
        try {
            return RegisteredBean.register("KeyRing", name, new KeyRingBean(status), KeyRingMXBean.class);
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalStateException(
                    "jmxName \"" + name + "\" is taken by another key ring that is not closed. Give another.", e);
        } catch (JMException e) {
            throw new IllegalStateException("jmxName \"" + name + "\" cannot be registered.", e);
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
