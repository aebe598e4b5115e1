package io.holdfast.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the settings file and compares it with the previous look. For the one thread of a {@link SettingsFileWatch},
 * which documents the rules.
 */
final class SettingsFileLook implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFileLook.class);

    private final SettingsSources sources;
    private final SettingsListener listener;
    private final Duration settling;
    private final CountDownLatch closed;

    private ContentMark inUse;
    /** A shorter file may be half-written: it counts only when the next look finds it unchanged. */
    private @Nullable ContentMark shorter;
    /** The content at the last failure; null if the file could not be read. */
    private @Nullable ContentMark failed;
    /** The problems of the last failure; empty if all is well. */
    private List<String> problems = Collections.emptyList();
    /** True if the failed settings may work the next time without a change of the file. */
    private boolean again;

    SettingsFileLook(
            SettingsSources sources,
            ContentMark inUse,
            SettingsListener listener,
            Duration settling,
            CountDownLatch closed) {
        this.sources = sources;
        this.inUse = inUse;
        this.listener = listener;
        this.settling = settling;
        this.closed = closed;
    }

    @Override
    public void run() {
        ContentMark first = readable();
        if (inUse.equals(first)) {
            recover();
        } else if ((first == null || again || !first.equals(failed)) && isOpenAfterSettling()) {
            lookAgain(first);
        }
    }

    private @Nullable ContentMark readable() {
        try {
            return sources.mark();
        } catch (SettingsException e) {
            return null; // reported if the file is still unreadable after settling
        }
    }

    private void recover() {
        shorter = null;
        if (!problems.isEmpty() && isOpen()) {
            forgetFailure();
            listener.onRecovery();
        }
    }

    private void lookAgain(@Nullable ContentMark first) {
        ContentMark second;
        try {
            second = sources.mark();
        } catch (SettingsException e) {
            if (first == null) {
                fail(null, e, false);
            }
            return;
        }
        // Otherwise the file is still being written: another file system event or the next interval leads back here.
        if (second.equals(first) && isWhole(second)) {
            read(second);
        }
    }

    private boolean isWhole(ContentMark content) {
        if (content.isBlank() && !inUse.isBlank()) {
            fail(
                    content,
                    new SettingsException(
                            Collections.singleton(
                                    "The file that 'configFile' names sets nothing any more:"
                                            + " it may be half-written. Write its settings, or take 'configFile' out and start anew.")),
                    false);
            return false;
        }
        if ((content.isShorterThan(inUse) || !content.endsALine()) && !content.equals(shorter)) {
            shorter = content;
            LOG.info("The file of settings is shorter than before, or its last line does not end. If it is the same at"
                    + " the next look, it is taken.");
            return false;
        }
        return true;
    }

    private void read(ContentMark content) {
        ResourceSettings settings;
        try {
            settings = sources.read();
        } catch (SettingsException e) {
            if (content.equals(readable())) {
                fail(content, e, false);
            }
            return;
        }
        if (content.equals(settings.fileContent()) && isOpen()) {
            use(content, settings);
        }
    }

    private void use(ContentMark content, ResourceSettings settings) {
        ContentMark before = inUse;
        inUse = content; // even if the listener throws unexpectedly: it has had the settings
        try {
            listener.onChange(settings);
            forgetFailure();
        } catch (SettingsException e) {
            inUse = before;
            fail(content, e, true);
        }
    }

    private void fail(@Nullable ContentMark content, SettingsException failure, boolean mayWorkAgain) {
        boolean told = Objects.equals(content, failed) && failure.problems().equals(problems);
        failed = content;
        problems = failure.problems();
        again = mayWorkAgain;
        if (!told && isOpen()) {
            listener.onFailure(failure);
        }
    }

    private void forgetFailure() {
        failed = null;
        problems = Collections.emptyList();
        again = false;
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private boolean isOpenAfterSettling() {
        try {
            return !closed.await(settling.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
