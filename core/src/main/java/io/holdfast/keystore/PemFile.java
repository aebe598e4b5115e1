package io.holdfast.keystore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a file of keys or certificates, whoever wrote it: in UTF-8 or UTF-16, with or without byte order mark,
 * with any line ends or none, indented, with {@code \n} written out, with text around the blocks or nothing between
 * them. A file in DER is one block without label.
 *
 * <p>For files that an operator names. A proxy's header is read by stricter rules.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-2">RFC 7468 section 2, "General Considerations"</a>
 */
final class PemFile implements AutoCloseable {
    private static final byte[] DASHES = ascii("-----");
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] END = ascii("-----END ");
    private static final byte[] DEK_INFO = ascii("DEK-Info:");
    private static final int LONGEST_LABEL = 64;

    private final List<FileBlock> blocks = new ArrayList<>();
    private final List<String> unfinished = new ArrayList<>();
    private final byte[] text;

    private PemFile(byte[] content) {
        Der der = Der.in(content);
        if (der != null && der.tag() == Der.SEQUENCE && der.isWhole()) {
            text = new byte[0];
            blocks.add(new FileBlock(null, null, content.clone(), ""));
        } else {
            text = narrow(content);
            findBlocks();
        }
    }

    /** Finds the blocks, in time linear in the content, which the caller bounds. */
    static PemFile of(byte[] content) {
        return new PemFile(content);
    }

    /** The blocks that have an end. */
    List<FileBlock> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    /** The labels of those that have none. */
    List<String> unfinished() {
        return Collections.unmodifiableList(unfinished);
    }

    /** True if there is a block with a label, or the beginning of one. */
    boolean holdsText() {
        return !unfinished.isEmpty() || blocks.stream().anyMatch(block -> block.label() != null);
    }

    /** True if there is a private key that is known by its content. */
    boolean holdsPrivateKey() {
        return blocks.stream().anyMatch(FileBlock::isPrivateKey);
    }

    /** True if there is a certificate that is known by its content. */
    boolean holdsCertificate() {
        return blocks.stream().anyMatch(FileBlock::isCertificate);
    }

    /** The content found, for a message that something else is missing. */
    String found() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (FileBlock block : blocks) {
            if (counts.size() < 10 || counts.containsKey(block.words())) {
                counts.merge(block.words(), 1, Integer::sum);
            }
        }
        if (counts.isEmpty()) {
            return FileHint.of(text);
        }
        if (blocks.stream().anyMatch(block -> block.kind() == FileBlock.Kind.KEY_STORE)) {
            return "It is a PKCS12 key store: set the type to PKCS12, or run openssl pkcs12 -in <file> -out <new file>.";
        }
        StringBuilder words = new StringBuilder("It has ");
        counts.forEach((what, count) -> words.append(words.length() > 7 ? ", " : "")
                .append(count > 1 ? count + " × " : "")
                .append(what));
        return words.append('.').toString();
    }

    /** Overwrites the contents. */
    @Override
    public void close() {
        blocks.forEach(FileBlock::wipe);
        Arrays.fill(text, (byte) 0);
    }

    private void findBlocks() {
        int at = indexOf(BEGIN, 0, text.length);
        while (at >= 0) {
            int labelBegin = at + BEGIN.length;
            int labelEnd = labelEnd(labelBegin);
            at = labelEnd < 0 ? labelBegin : block(label(labelBegin, labelEnd), labelEnd + DASHES.length);
            at = indexOf(BEGIN, at, text.length);
        }
    }

    /** Takes the block whose body begins here; returns where to look on. */
    private int block(String label, int body) {
        int bodyEnd = indexOf(DASHES, body, text.length);
        int end = bodyEnd < 0 || !startsWith(END, bodyEnd) ? -1 : labelEnd(bodyEnd + END.length);
        if (end < 0) { // a file that is cut within its last line may be half-written
            unfinished.add(label);
            return bodyEnd < 0 ? text.length : bodyEnd;
        }
        int base64 = body;
        String dekInfo = null;
        int headers = headersEnd(body, bodyEnd);
        if (headers > body) {
            int dek = indexOf(DEK_INFO, body, headers);
            dekInfo = dek < 0 ? null : word(skipSpace(dek + DEK_INFO.length, bodyEnd), bodyEnd);
            base64 = headers;
        }
        byte[] content = decoded(base64, bodyEnd);
        blocks.add(new FileBlock(label, dekInfo, content, content == null ? defect(base64, bodyEnd) : ""));
        return end + DASHES.length;
    }

    private int labelEnd(int from) {
        return indexOf(DASHES, from, Math.min(text.length, from + LONGEST_LABEL));
    }

    /**
     * The end of the header lines. If the block is on one line, each header is a name, a colon and one word.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1421#section-4.6">RFC 1421 section 4.6, "Summary of Encapsulated
     *     Header Fields"</a>
     */
    private int headersEnd(int body, int bodyEnd) {
        boolean oneLine = lineEnd(skipSpace(body, bodyEnd), bodyEnd) >= bodyEnd;
        int end = body;
        int at = skipSpace(body, bodyEnd);
        while (at < bodyEnd) {
            int unit = oneLine ? wordEnd(at, bodyEnd) : lineEnd(at, bodyEnd);
            if (indexOf(new byte[] {':'}, at, unit) < 0) {
                return end;
            }
            end = oneLine ? wordEnd(skipSpace(unit, bodyEnd), bodyEnd) : unit;
            at = skipSpace(end, bodyEnd);
        }
        return end;
    }

    private byte @Nullable [] decoded(int from, int to) {
        byte[] base64 = new byte[Math.max(0, to - from)];
        int length = 0;
        for (int at = skipSpace(from, to); at < to; at = skipSpace(at + 1, to)) {
            base64[length++] = text[at];
        }
        byte[] exact = Arrays.copyOf(base64, length);
        try {
            return Base64.getDecoder().decode(exact);
        } catch (IllegalArgumentException e) {
            return null; // the exception's text may quote a key
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(exact, (byte) 0);
        }
    }

    /** Names the first character that base64 does not have, and its line; one of its own would be a piece of the content. */
    private String defect(int from, int to) {
        for (int at = skipSpace(from, to); at < to; at = skipSpace(at + 1, to)) {
            int next = skipSpace(at + 1, to);
            boolean early = text[at] == '=' && next < to && text[next] != '=';
            if (early || !isBase64(text[at])) {
                String character = text[at] > ' ' && text[at] < 0x7F ? "'" + (char) text[at] + "'" : "one beyond ASCII";
                return "the character " + character + " in line " + line(at) + " does not belong there";
            }
        }
        return "characters are missing at its end";
    }

    private static boolean isBase64(byte character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '+'
                || character == '/'
                || character == '=';
    }

    private int line(int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            boolean ofCrLf = text[i] == '\r' && text[i + 1] == '\n';
            line += (text[i] == '\n' || text[i] == '\r') && !ofCrLf ? 1 : 0;
        }
        return line;
    }

    private String label(int from, int to) {
        StringBuilder label = new StringBuilder();
        for (int i = from; i < to; i++) {
            label.append(text[i] >= ' ' && text[i] < 0x7F ? (char) text[i] : '?');
        }
        return label.toString().trim();
    }

    private String word(int from, int to) {
        return new String(text, from, wordEnd(from, to) - from, StandardCharsets.ISO_8859_1);
    }

    private int wordEnd(int from, int to) {
        int at = from;
        while (at < to && spaceAt(at, to) == 0) {
            at++;
        }
        return at;
    }

    private int lineEnd(int from, int to) {
        int at = from;
        while (at < to && text[at] != '\n' && text[at] != '\r' && spaceAt(at, to) < 2) {
            at++;
        }
        return at;
    }

    private int skipSpace(int from, int to) {
        int at = from;
        for (int space = spaceAt(at, to); space > 0; space = spaceAt(at, to)) {
            at += space;
        }
        return at;
    }

    /** The length of the white space here: 2 for a line end that is written out, as in JSON or a properties file. */
    private int spaceAt(int at, int to) {
        if (at >= to) {
            return 0;
        }
        if (text[at] != '\\') {
            return text[at] <= ' ' && text[at] > 0 ? 1 : 0;
        }
        int next = at + 1 < to ? text[at + 1] : ' ';
        return next == 'n' || next == 'r' || next == 't' || next == '\n' || next == '\r' ? 2 : 0;
    }

    private boolean startsWith(byte[] what, int at) {
        return indexOf(what, at, Math.min(text.length, at + what.length)) == at;
    }

    private int indexOf(byte[] what, int from, int to) {
        for (int at = from; at <= to - what.length; at++) {
            int same = 0;
            while (same < what.length && text[at + same] == what[same]) {
                same++;
            }
            if (same == what.length) {
                return at;
            }
        }
        return -1;
    }

    /** One byte a character, with "?" for what is not in Latin-1: UTF-16 is what a Windows shell's {@code >} writes. */
    private static byte[] narrow(byte[] content) {
        int low = lowByteOfUtf16(content);
        if (low < 0) {
            return content.clone();
        }
        byte[] narrow = new byte[content.length / 2];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = content[2 * i + 1 - low] == 0 ? content[2 * i + low] : (byte) '?';
        }
        return narrow;
    }

    private static int lowByteOfUtf16(byte[] content) {
        if (content.length < 2) {
            return -1;
        }
        int first = content[0] & 0xFF;
        int second = content[1] & 0xFF;
        if ((first == 0xFF && second == 0xFE) || (first != 0 && first < 0x80 && second == 0)) {
            return 0;
        }
        return (first == 0xFE && second == 0xFF) || (first == 0 && second != 0) ? 1 : -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
