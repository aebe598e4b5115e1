package io.holdfast.testkit;

import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessRefusal;
import io.holdfast.token.VerifiedToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told, for all of its kind in this JVM: a container makes it, and the test cannot hold it. */
public class RecordingAccessListener implements AccessListener {
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    /** As a container makes it. */
    public RecordingAccessListener() {}

    /** What all of them were told since then. */
    public static List<String> told() {
        return TOLD;
    }

    @Override
    public void accepted(VerifiedToken token) {
        TOLD.add(getClass().getSimpleName() + " accepted " + token.clientId().orElse(""));
    }

    @Override
    public void refused(AccessRefusal refusal) {
        TOLD.add(getClass().getSimpleName() + (refusal.enforced() ? " refused " : " reported ")
                + refusal.reason().code() + " " + refusal.path());
        throw new IllegalStateException("A listener's fault is nobody else's.");
    }

    /** Another class of the same kind. */
    public static final class OfTheDescriptor extends RecordingAccessListener {}

    /** And another. */
    public static final class OfTheFile extends RecordingAccessListener {}
}
