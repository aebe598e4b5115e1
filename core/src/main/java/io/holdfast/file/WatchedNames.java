package io.holdfast.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names, by directory, that decide the content of a path: the file itself, each symbolic link on the way to it, and
 * the missing parts. A mounted Kubernetes secret, for example, has a link per file to {@code ..data/file}, and
 * {@code ..data} is itself a link, which is replaced.
 */
final class WatchedNames {
    private static final int MOST_LINKS = 40; // the limit of Linux

    private final Map<Path, Set<Path>> namesByDirectory = new HashMap<>();

    private WatchedNames() {}

    static WatchedNames of(Collection<Path> files) {
        WatchedNames names = new WatchedNames();
        for (Path file : files) {
            names.follow(file.toAbsolutePath());
        }
        return names;
    }

    Set<Path> directories() {
        return namesByDirectory.keySet();
    }

    boolean contains(Path directory, Path name) {
        return namesByDirectory.getOrDefault(directory, Collections.emptySet()).contains(name);
    }

    private void follow(Path file) {
        Deque<Path> ahead = new ArrayDeque<>();
        push(file, ahead);
        Path directory = file.getRoot();
        int links = 0;
        while (directory != null && !ahead.isEmpty()) {
            Path name = ahead.pop();
            Path next = directory.resolve(name);
            Path target = target(next);
            if (target != null || ahead.isEmpty() || !Files.isDirectory(next)) {
                namesByDirectory
                        .computeIfAbsent(directory, any -> new HashSet<>())
                        .add(name);
            }
            if (target != null) {
                if (++links > MOST_LINKS) {
                    return;
                }
                push(target, ahead);
                directory = target.isAbsolute() ? target.getRoot() : directory;
            } else if (Files.isDirectory(next)) {
                // The parent of a directory that was reached without links is its real parent.
                directory = name.toString().equals("..") ? directory.getParent() : stepped(directory, name, next);
            } else {
                return; // the file, or the missing part on the way to it
            }
        }
    }

    private static Path stepped(Path directory, Path name, Path next) {
        return name.toString().equals(".") || name.toString().isEmpty() ? directory : next;
    }

    private static void push(Path path, Deque<Path> ahead) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            ahead.push(path.getName(i));
        }
    }

    private static @Nullable Path target(Path path) {
        try {
            return Files.isSymbolicLink(path) ? Files.readSymbolicLink(path) : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null; // removed in the meantime: the next event or interval looks again
        }
    }
}
