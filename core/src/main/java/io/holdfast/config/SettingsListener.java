package io.holdfast.config;

/**
 * Is told by a {@link SettingsFileWatch} what has become of the file. All calls come from the watch's own thread, one
 * after the other. What a call throws beyond what is declared is logged by its kind, and the watch goes on.
 */
public interface SettingsListener {
    /**
     * The file has changed, is whole, and all settings parse.
     *
     * @throws SettingsException if they cannot be used now, because a file that they name is not there yet, for example:
     *     {@link #onFailure} tells it once for the same problems, and the same settings come again at every look until
     *     they can be used or the file is another
     */
    void onChange(ResourceSettings settings) throws SettingsException;

    /**
     * The file is not there, cannot be read, or does not parse; what was used before should go on being used. This comes
     * once for each such content, not at each look.
     */
    void onFailure(SettingsException failure);

    /** After a failure the file is again what it was before, the content of the settings that are in use. */
    default void onRecovery() {}
}
