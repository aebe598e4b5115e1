package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** Servers see by the time of a file that it is another one, some by whole seconds. */
final class Later {
    private Later() {}

    /** Replaces a file in one step by one that is at least two seconds younger. */
    static void copy(Path source, Path target) throws IOException {
        FileTime before = Files.getLastModifiedTime(target);
        FileTime after = FileTime.fromMillis(Math.max(before.toMillis() + 2000, System.currentTimeMillis()));
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        Files.copy(source, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(beside, after);
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
