package io.holdfast.resource;

import io.holdfast.keystore.KeyMaterialException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of keys, trust or a secret whose changes take effect while the door is open. Content that cannot be used leaves the
 * earlier one in use, which is one WARN until it becomes another problem or ends.
 *
 * <p>Looks come from one thread; {@link #defect()} is safe for use by many.
 */
final class FollowedFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final String what;
    private final Source<T> source;
    private final Use<T> use;

    /** True if the present content could be read, but not put into use: it is not read again before it changes. */
    private boolean refused;

    private volatile @Nullable String defect;

    /**
     * Files that were read once already.
     *
     * @param what their settings, their issuer and the door, for messages
     */
    FollowedFiles(String what, Source<T> source, Use<T> use) {
        this.what = what;
        this.source = source;
        this.use = use;
    }

    /** Puts a change into use. Throws nothing. */
    void look() {
        try {
            T changed = source.loadIfChanged();
            if (changed != null) {
                refused = true;
                String shown = use.use(changed);
                refused = false;
                LOG.info("New content of {} is in use: {}.", what, shown);
            }
            if (!refused) {
                recover(changed == null);
            }
        } catch (KeyMaterialException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            fail("It failed with " + e.getClass().getName() + "."); // the text may be anything
        }
    }

    private void recover(boolean unchanged) {
        if (defect != null && unchanged) {
            LOG.info("The content of {} is again what is in use.", what);
        }
        defect = null;
    }

    private void fail(String why) {
        if (!why.equals(defect)) {
            LOG.warn("The present content of {} cannot be used; the earlier one stays in use. {}", what, why);
        }
        defect = why;
    }

    /** The reason why the present content is not in use; empty if it is. */
    Optional<String> defect() {
        return Optional.ofNullable(defect).map(why -> "The earlier content of " + what + " is in use: " + why);
    }

    /** Reads the files if they have changed. */
    @FunctionalInterface
    interface Source<T> {
        @Nullable
        T loadIfChanged() throws KeyMaterialException;
    }

    /** Puts content into use, and names it for the log. */
    @FunctionalInterface
    interface Use<T> {
        String use(T content) throws KeyMaterialException;
    }
}
