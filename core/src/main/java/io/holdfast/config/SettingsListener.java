package io.holdfast.config;

/**
 * Receives the changes of a settings file from a {@link SettingsFileWatch}. All calls come from the watch's own thread,
 * one after the other. An undeclared exception is logged by its class, and the watch goes on.
 */
public interface SettingsListener {
    /**
     * The file has changed, is complete, and all settings parse.
     *
     * @throws SettingsException if they cannot be used now, for example because a file that they name is missing:
     *     {@link #onFailure} reports the same problems once, and the settings come again at every look until they can
     *     be used or the file changes
     */
    void onChange(ResourceSettings settings) throws SettingsException;

    /**
     * The file is missing, cannot be read, or does not parse; the earlier settings should stay in use. Called once for
     * each such content, not at each look.
     */
    void onFailure(SettingsException failure);

    /** The file holds the settings in use again, after a failure. */
    default void onRecovery() {}
}
