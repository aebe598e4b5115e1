package io.holdfast.door;

import io.holdfast.config.CredentialUse;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.config.SettingsListener;
import io.holdfast.resource.ProtectedResource;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changes of the settings file into effect at a door, as far as they need no restart. Settings that do not work leave
 * the earlier ones in effect.
 */
final class SettingsReload implements SettingsListener {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceDoor.class);

    private final ResourceDoor door;
    private final DoorPlace place;

    SettingsReload(ResourceDoor door, DoorPlace place) {
        this.door = door;
        this.place = place;
    }

    @Override
    public void onChange(ResourceSettings settings) throws SettingsException {
        try {
            replace(settings);
        } catch (RuntimeException | Error e) {
            // The exception's text may be anything, and nobody wrote it for an operator.
            throw new SettingsException(Collections.singleton(
                    "They could not be put into effect: " + e.getClass().getName() + "."));
        }
    }

    /** The slow work is done before the door takes its lock, which closing needs, too. */
    private void replace(ResourceSettings changed) throws SettingsException {
        ProtectedResource before = door.resource();
        DoorOpening.requireReachable(changed, place);
        List<String> credentials = CredentialUse.changes(before.settings(), changed);
        if (!credentials.isEmpty()) {
            String waits = "They would send this resource's own credentials elsewhere, or others (" + credentials
                    + "), and so they wait for a restart.";
            door.view().notReloaded(waits);
            LOG.warn("The settings of {} have changed. {} The earlier ones stay in effect.", place.name(), waits);
            return;
        }
        if (!door.replaceBy(before.reopen(changed))) {
            return;
        }
        door.view().reloaded();
        LOG.info(
                "The settings of {} have changed. Mode: {}.",
                place.name(),
                door.view().getMode());
        if (!changed.observation().equals(before.settings().observation())) {
            LOG.warn(
                    "The settings accessListener, metrics and jmxName of {} take effect with the next start.",
                    place.name());
        }
    }

    @Override
    public void onFailure(SettingsException failure) {
        String problems = String.join(" ", failure.problems());
        door.view().notReloaded(problems);
        LOG.error(
                "The settings of {} have changed and do not work. The earlier ones stay in effect. {}",
                place.name(),
                problems);
    }

    @Override
    public void onRecovery() {
        LOG.info("The settings of {} are again those that are in effect.", place.name());
    }
}
