package io.holdfast.config;

import io.holdfast.file.SmallFile;
import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Identifies a file's content by length and SHA-256, without keeping it; notes if it holds any setting. Immutable. */
final class ContentMark {
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF"; // its bytes in UTF-8

    private final int length;
    private final byte[] digest;
    private final boolean blank;
    private final boolean lineEnd;

    private ContentMark(int length, byte[] digest, boolean blank, boolean lineEnd) {
        this.length = length;
        this.digest = digest;
        this.blank = blank;
        this.lineEnd = lineEnd;
    }

    static ContentMark of(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1); // enough to recognise comments
        boolean blank = new BufferedReader(
                        new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(3) : text))
                .lines()
                .allMatch(PropertyLine::isBlank);
        return new ContentMark(
                content.length, SmallFile.digest(content), blank, text.endsWith("\n") || text.endsWith("\r"));
    }

    /** True if the file exists and holds nothing but comments and empty lines. */
    boolean isBlank() {
        return blank;
    }

    /** True if the last line ends with a line break; without one, the last line may be cut off. */
    boolean endsALine() {
        return lineEnd;
    }

    boolean isShorterThan(ContentMark other) {
        return length < other.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentMark && Arrays.equals(digest, ((ContentMark) other).digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** Leaves out the digest: the content may be a short secret. */
    @Override
    public String toString() {
        return length + " bytes";
    }
}
