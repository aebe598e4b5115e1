package io.holdfast.field;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A WAR in the making. */
final class WarFile implements AutoCloseable {
    private final ZipOutputStream out;

    WarFile(Path file) throws IOException {
        this.out = new ZipOutputStream(Files.newOutputStream(file));
    }

    WarFile text(String name, String content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
        return this;
    }

    /** Puts in whatever is below a directory. */
    WarFile tree(String prefix, Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(
                        prefix + directory.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return this;
    }

    WarFile library(Path jar) throws IOException {
        out.putNextEntry(new ZipEntry("WEB-INF/lib/" + jar.getFileName()));
        Files.copy(jar, out);
        out.closeEntry();
        return this;
    }

    /** The same jar without one of its entries, which has to be there. */
    static Path without(Path jar, String entry, Path copy) throws IOException {
        boolean found = false;
        try (ZipFile original = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
            Enumeration<? extends ZipEntry> entries = original.entries();
            while (entries.hasMoreElements()) {
                ZipEntry next = entries.nextElement();
                if (next.getName().equals(entry)) {
                    found = true;
                    continue;
                }
                out.putNextEntry(new ZipEntry(next.getName()));
                try (InputStream content = original.getInputStream(next)) {
                    content.transferTo(out);
                }
                out.closeEntry();
            }
        }
        if (!found) {
            throw new AssertionError(jar + " has no " + entry + " that could be left out.");
        }
        return copy;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
