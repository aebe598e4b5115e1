package io.holdfast.door;

import io.holdfast.resource.RefusalReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator is told of a door that could not start, so that it refuses every request. Whatever may be missing
 * beside this class, its methods need nothing but the JDK, and logging SLF4J. Holds nothing.
 */
public final class ShutDoor {
    /** The code of {@link RefusalReason#MISCONFIGURED}, for what must do without that class. */
    public static final String REASON = "misconfigured";

    private ShutDoor() {}

    /**
     * The message for the operator. The text of an exception that nobody has written for him may hold a part of a
     * setting, and is left out.
     *
     * @param door which one, as in {@code filter holdfast of the application '/orders'}
     * @param problems what is wrong with the settings; null if something else is wrong
     */
    public static String message(String door, @Nullable String problems, Throwable fault) {
        return "The " + door + " cannot start, so every request to it is refused (" + REASON + "). "
                + (problems != null ? problems : remedy(fault));
    }

    private static String remedy(Throwable fault) {
        if (fault instanceof LinkageError) {
            return "A class is missing, or is not of this version: " + fault + ". Use the jar whose name ends with"
                    + " -all.jar, whole, and no other jar of Holdfast beside it.";
        }
        return "That is no fault of the settings: "
                + (fault instanceof Error ? fault : fault.getClass().getName()) + ".";
    }

    /**
     * Logs the message at level ERROR.
     *
     * @param unexpected what the message is about, for its place; null for problems of the settings
     * @return whether anybody reads it: false where SLF4J has nobody to log to
     * @throws LinkageError if there is no SLF4J
     */
    public static boolean log(String message, @Nullable Throwable unexpected) {
        Logger log = LoggerFactory.getLogger(ShutDoor.class);
        if (unexpected == null || unexpected instanceof Error) {
            log.error(message, unexpected);
        } else {
            Throwable place = new IllegalStateException(unexpected.getClass().getName());
            place.setStackTrace(unexpected.getStackTrace());
            log.error(message, place);
        }
        return log.isErrorEnabled();
    }
}
