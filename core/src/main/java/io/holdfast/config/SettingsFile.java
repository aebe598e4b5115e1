package io.holdfast.config;

import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A properties file with settings, in UTF-8, as it was at one time. Messages name anything that does not look like a
 * setting by its line number alone: it may be a piece of a secret.
 *
 * <p>Immutable.
 */
final class SettingsFile {
    static final int MAX_BYTES = 256 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path path;
    private final ContentMark mark;
    private final List<PropertyLine> lines;

    private SettingsFile(Path path, ContentMark mark, List<PropertyLine> lines) {
        this.path = path;
        this.mark = mark;
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableFileException if it cannot be read, is no regular file, is too large, or is not UTF-8
     */
    static SettingsFile read(Path path) throws UnreadableFileException {
        byte[] content = SmallFile.read(path, MAX_BYTES);
        try {
            return new SettingsFile(path, ContentMark.of(content), PropertyLine.in(decoded(content, path)));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Identifies the file's present content without parsing it. */
    static ContentMark mark(Path path) throws UnreadableFileException {
        byte[] content = SmallFile.read(path, MAX_BYTES);
        try {
            return ContentMark.of(content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static String decoded(byte[] content, Path path) throws UnreadableFileException {
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length); // UTF-8 has no fewer bytes than characters
        boolean malformed = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true)
                .isError();
        out.flip();
        String text = out.toString();
        if (malformed) {
            throw new UnreadableFileException("Line " + text.split("\r\n|\r|\n", -1).length + " of "
                    + path.toAbsolutePath() + " is not UTF-8. Save it in that encoding.");
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    ContentMark mark() {
        return mark;
    }

    /** The value of a setting; empty if the file does not set it. */
    String text(ResourceSetting setting) {
        return lines.stream()
                .filter(line -> line.isWhole() && line.name().equals(setting.settingName()))
                .map(PropertyLine::value)
                .findFirst()
                .orElse("");
    }

    /** Adds every setting that no earlier source has, and notes the file's defects. */
    void addTo(SourcedSettings settings) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (PropertyLine line : lines) {
            String problem = problem(line);
            Integer before = numbers.putIfAbsent(line.name(), line.number());
            if (problem.isEmpty() && before != null) {
                problem = "The setting '" + line.name() + "' (" + origin(line) + ") is set in line " + before
                        + ", too. Take one of them out.";
            }
            if (problem.isEmpty()) {
                settings.add(line.name(), line.value(), origin(line));
            } else {
                settings.note(problem);
            }
        }
    }

    private String problem(PropertyLine line) {
        boolean known = ResourceSetting.named(line.name().substring(line.name().indexOf('.') + 1))
                .isPresent();
        if (EnvironmentSettings.isVariable(line.name())) {
            return "Line " + line.number() + " of the file " + path.toAbsolutePath()
                    + " begins with HOLDFAST_, a name for the environment. Here stands the setting's name, "
                    + EnvironmentSettings.settingOf(line.name())
                            .map(name -> "as in '" + name + "'.")
                            .orElse("as in 'issuer'.");
        }
        if (!known && (line.value().isEmpty() || !NAME.matcher(line.name()).matches())) {
            return "What begins in line " + line.number() + " of the file " + path.toAbsolutePath()
                    + " (not shown) sets nothing. A value that goes on in the next line needs a backslash at the end of"
                    + " the line before.";
        }
        if (!line.isWhole()) {
            return "The setting '" + line.name() + "' (" + origin(line) + ") " + line.defect();
        }
        if (line.name().equals(ResourceSetting.CONFIG_FILE.settingName())) {
            return "The setting 'configFile' (" + origin(line) + ") cannot stand in a settings file: only one is read."
                    + " Take it out.";
        }
        return "";
    }

    private String origin(PropertyLine line) {
        return "file " + path.toAbsolutePath() + ", line " + line.number();
    }
}
