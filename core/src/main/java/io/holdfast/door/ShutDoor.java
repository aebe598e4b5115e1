package io.holdfast.door;

import io.holdfast.resource.RefusalReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to the operator that a door could not start, so that it refuses every request. Its methods need nothing but
 * the JDK, and logging SLF4J, whatever else is missing. Holds nothing.
 */
public final class ShutDoor {
    /** The code of {@link RefusalReason#MISCONFIGURED}, for code that must not load that class. */
    public static final String REASON = "misconfigured";

    private ShutDoor() {}

    /**
     * The message for the operator. An exception's text that nobody wrote for operators may hold a part of a setting,
     * and is left out.
     *
     * @param door the door's name, for example {@code filter holdfast of the application '/orders'}
     * @param problems the problems of the settings; null for any other fault
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
     * @param unexpected the fault, for its stack trace; null for problems of the settings
     * @return false if SLF4J has no provider, so that nobody reads it
     * @throws LinkageError if SLF4J is missing
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
