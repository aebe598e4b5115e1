package io.holdfast.resource;

import io.holdfast.config.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a client secret from a file of its own, so that it stands in no descriptor. The line end is not part of it. */
final class ClientSecretFile {
    private static final int MOST_BYTES = 4096;

    private ClientSecretFile() {}

    /**
     * The secret.
     *
     * @param setting the name of the setting that names the file
     */
    static String read(Path file, String setting) throws SettingsException {
        byte[] content = new byte[MOST_BYTES + 1];
        int length = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = 0; n >= 0 && length < content.length; n = in.read(content, length, content.length - length)) {
                length += n;
            }
        } catch (IOException e) {
            throw unusable(
                    setting,
                    file,
                    "It cannot be read (" + e.getClass().getSimpleName() + "). Check path and permissions.");
        }
        String secret = length > MOST_BYTES ? "" : text(setting, file, Arrays.copyOf(content, length));
        if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
            throw unusable(setting, file, "It must hold the secret and nothing else: one line of at most 4096 bytes.");
        }
        return secret;
    }

    private static String text(String setting, Path file, byte[] utf8) throws SettingsException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString()
                    .replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw unusable(setting, file, "It is not UTF-8.");
        }
    }

    private static SettingsException unusable(String setting, Path file, String why) {
        return StartProblems.unusableFile(setting, file, why);
    }
}
