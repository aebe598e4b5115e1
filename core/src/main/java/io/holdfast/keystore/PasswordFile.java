package io.holdfast.keystore;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;

/** A password in the first line of a file. */
final class PasswordFile implements PasswordSource {
    static final int MAX_BYTES = 4096;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;

    PasswordFile(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public char[] password() throws KeyMaterialException {
        byte[] content = KeyFile.read(file, MAX_BYTES);
        try {
            if (content.length == 0) {
                throw new KeyMaterialException(
                        file + " is empty. Write the password into its first line; an empty line for an empty one.");
            }
            return decoded(ByteBuffer.wrap(content, 0, firstLine(content)), file);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    static int firstLine(byte[] content) {
        int length = 0;
        while (length < content.length && content[length] != '\n' && content[length] != '\r') {
            length++;
        }
        return length;
    }

    static char[] decoded(ByteBuffer line, Path file) throws KeyMaterialException {
        char[] characters = new char[line.remaining()]; // UTF-8 has no fewer bytes than characters
        CharBuffer decoded = CharBuffer.wrap(characters);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(line, decoded, true);
        if (result.isError()) {
            Arrays.fill(characters, '\0');
            throw new KeyMaterialException("The first line of " + file + " is not UTF-8. Write the file anew.");
        }
        // Windows editors write a byte order mark, which nobody sees. A second one is a character of the password.
        int start = decoded.position() > 0 && characters[0] == BYTE_ORDER_MARK ? 1 : 0;
        char[] password = Arrays.copyOfRange(characters, start, decoded.position());
        Arrays.fill(characters, '\0');
        return password;
    }

    @Override
    public Collection<Path> files() {
        return Collections.singletonList(file);
    }

    @Override
    public String toString() {
        return "the password file " + file;
    }
}
