package io.holdfast.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of other classes in a class file: every text of its constant pool, where the names of classes stand, alone,
 * in descriptors and in string literals.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4">JVMS 4.4, "The Constant
 *     Pool"</a>
 */
record ClassFile(int majorVersion, List<String> texts) {

    static ClassFile read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != 0xCAFEBABE) {
            throw new IOException("This is no class file.");
        }
        data.readUnsignedShort();
        int version = data.readUnsignedShort();
        int count = data.readUnsignedShort();
        List<String> texts = new ArrayList<>();
        for (int index = 1; index < count; index++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.add(data.readUTF());
                case 7, 8, 16, 19, 20 -> data.skipNBytes(2);
                case 15 -> data.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> data.skipNBytes(4);
                case 5, 6 -> {
                    data.skipNBytes(8);
                    index++; // these count for two
                }
                default -> throw new IOException("There is no constant with the tag " + tag + ".");
            }
        }
        return new ClassFile(version, texts);
    }
}
