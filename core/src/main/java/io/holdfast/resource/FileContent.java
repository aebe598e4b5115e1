package io.holdfast.resource;

import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import java.nio.file.Path;
import java.util.Base64;

/** What is in a file, told by its digest alone. Holds nothing. */
final class FileContent {
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private FileContent() {}

    /** The SHA-256 digest of the content, base64; a text that no digest is if it cannot be read. */
    static String digest(Path file) {
        try {
            return Base64.getEncoder().encodeToString(SmallFile.digest(file, MAX_BYTES));
        } catch (UnreadableFileException e) {
            return "unreadable";
        }
    }
}
