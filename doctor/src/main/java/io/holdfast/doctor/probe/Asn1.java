package io.holdfast.doctor.probe;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the few values of DER that a made-up certificate consists of.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690, "Distinguished Encoding Rules"</a>
 */
final class Asn1 {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Asn1() {}

    static byte[] sequence(byte[]... parts) {
        return value(0x30, parts);
    }

    /** The explicit tag {@code [0]} around a value. */
    static byte[] tagged(byte[] part) {
        return value(0xA0, part);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    /** A bit string without unused bits. */
    static byte[] bits(byte[] content) {
        return value(0x03, new byte[1], content);
    }

    static byte[] time(Instant instant) {
        String text = TIME.format(instant);
        // RFC 5280 section 4.1.2.5: two digits of the year until 2049
        return text.compareTo("2050") < 0
                ? value(0x17, text.substring(2).getBytes(StandardCharsets.US_ASCII))
                : value(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 0x80) {
            byte[] octets = BigInteger.valueOf(length).toByteArray();
            int skipped = octets[0] == 0 ? 1 : 0;
            out.write(0x80 | (octets.length - skipped));
            out.write(octets, skipped, octets.length - skipped);
        } else {
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
