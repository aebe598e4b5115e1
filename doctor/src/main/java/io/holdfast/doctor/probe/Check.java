package io.holdfast.doctor.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The catalogue: what a certificate-bound resource server has to do. A check that stands here is made. Its texts stand in
 * {@code catalogue.properties}.
 *
 * <p>A check may follow from others: while one of them fails, an acceptance says nothing new, and it is not judged.
 */
enum Check {
    C1(Level.MUST, Severity.CRITICAL, Mode.FIELD),
    C2(Level.MUST, Severity.HIGH, Mode.FIELD),
    C3(Level.MUST, Severity.CRITICAL, Mode.FIELD),
    C4(Level.MUST, Severity.HIGH, Mode.FIELD),
    C5(Level.HARD, Severity.HIGH, Mode.FIELD),
    C6(Level.HARD, Severity.HIGH, Mode.FIELD),
    C7(Level.MUST, Severity.CRITICAL, Mode.FIELD),

    B1(Level.MUST, Severity.CRITICAL, Mode.FIELD),
    B2(Level.MUST, Severity.CRITICAL, Mode.SECOND),
    B3(Level.MUST, Severity.CRITICAL, Mode.SECOND, "B2 B8"),
    B4(Level.MUST, Severity.CRITICAL, Mode.FIELD),
    B5(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B4"),
    B6(Level.MUST, Severity.MEDIUM, Mode.FIELD, "B4"),
    B7(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B4"),
    B8(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B1 B2 B4"),
    B9(Level.MUST, Severity.HIGH, Mode.SECOND, "B2 B8"),
    B10(Level.HARD, Severity.MEDIUM, Mode.FIELD),
    B11(Level.MUST, Severity.HIGH, Mode.FIELD, "B1 B2 B4 B8"),
    B12(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B1 B2 B4 B8"),
    B13(Level.MUST, Severity.HIGH, Mode.FIELD, "B1 B2 B4 B8"),
    B14(Level.MUST, Severity.HIGH, Mode.FIELD, "B1 B2 B4 B8"),
    B15(Level.MUST, Severity.CRITICAL, Mode.ACTIVE, "B1 B8"),
    B16(Level.MUST, Severity.HIGH, Mode.FIELD, "B1 B2 B4 B8"),
    B17(Level.MUST, Severity.HIGH, Mode.ACTIVE, "B1 B2 B4 B8 B11"),
    B18(Level.HARD, Severity.HIGH, Mode.GIVEN),
    B19(Level.MUST, Severity.HIGH, Mode.GIVEN),
    B20(Level.HARD, Severity.HIGH, Mode.GIVEN),

    H1(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B1 B8"),
    H2(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B2 B4 B8 H1"),
    H3(Level.MUST, Severity.CRITICAL, Mode.FIELD, "B1 B8 H1"),
    H4(Level.MUST, Severity.HIGH, Mode.FIELD),
    H5(Level.HARD, Severity.LOW, Mode.ACTIVE),
    H6(Level.MUST, Severity.HIGH, Mode.FIELD, "B1 B8"),
    H7(Level.MUST, Severity.CRITICAL, Mode.ACTIVE, "B1 B8 H1"),

    V1(Level.MUST, Severity.CRITICAL, Mode.FIELD),
    V2(Level.MUST, Severity.CRITICAL, Mode.FIELD, "V1"),
    V3(Level.MUST, Severity.CRITICAL, Mode.FIELD, "V1"),
    V4(Level.MUST, Severity.CRITICAL, Mode.FIELD, "V1"),
    V5(Level.MUST, Severity.CRITICAL, Mode.FIELD, "V1"),
    V6(Level.MUST, Severity.HIGH, Mode.GIVEN),
    V7(Level.MUST, Severity.HIGH, Mode.GIVEN),

    L1(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B18"),
    L2(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B18"),
    L3(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B18"),
    L4(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B18"),
    L5(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3"),
    L6(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3"),
    L7(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3"),
    L8(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3"),
    L9(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3"),
    L10(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B18"),
    L11(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B18"),
    L12(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3"),
    L13(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B19"),
    L14(Level.HARD, Severity.HIGH, Mode.LAB, "B2 B3 B7"),

    T1(Level.HARD, Severity.MEDIUM, Mode.ACTIVE),
    T2(Level.MUST, Severity.HIGH, Mode.FIELD),
    T3(Level.MUST, Severity.LOW, Mode.ACTIVE),
    T4(Level.MUST, Severity.LOW, Mode.FIELD),
    T5(Level.HARD, Severity.MEDIUM, Mode.FIELD),

    E1(Level.MUST, Severity.MEDIUM, Mode.FIELD),
    E2(Level.MUST, Severity.LOW, Mode.FIELD),
    E3(Level.HARD, Severity.LOW, Mode.FIELD),
    E4(Level.HARD, Severity.MEDIUM, Mode.FIELD),

    S1(Level.HARD, Severity.MEDIUM, Mode.FIELD),
    S2(Level.HARD, Severity.MEDIUM, Mode.FIELD),
    S3(Level.HARD, Severity.INFO, Mode.FIELD),
    S4(Level.HARD, Severity.INFO, Mode.FIELD),

    M1(Level.MUST, Severity.MEDIUM, Mode.FIELD),
    M2(Level.HARD, Severity.INFO, Mode.FIELD),
    M3(Level.HARD, Severity.INFO, Mode.FIELD);

    /** The authority of an expectation. */
    enum Level {
        /** A standard demands it. */
        MUST,
        /** Nobody demands it, but attacks or failures have come of its lack. */
        HARD
    }

    private final Level level;
    private final Severity severity;
    private final Mode mode;
    /** Their names between spaces. */
    private final String follows;

    Check(Level level, Severity severity, Mode mode) {
        this(level, severity, mode, "");
    }

    Check(Level level, Severity severity, Mode mode, String follows) {
        this.level = level;
        this.severity = severity;
        this.mode = mode;
        this.follows = follows;
    }

    Level level() {
        return level;
    }

    Severity severity() {
        return severity;
    }

    Mode mode() {
        return mode;
    }

    /** The standard and its section; empty where no standard speaks of it. */
    String source() {
        return Texts.of(this, "source");
    }

    /** The behaviour of a right server. */
    String expectation() {
        return Texts.of(this, "expects");
    }

    /** The behaviour of a wrong server, as a headline; empty for a note. */
    String headline() {
        return Texts.of(this, "wrong");
    }

    /** The cure; empty for a note. */
    String advice() {
        return Texts.of(this, "cure");
    }

    /** The checks whose failure explains one of this check. */
    List<Check> follows() {
        return follows.isEmpty()
                ? List.of()
                : Arrays.stream(follows.split(" ", -1))
                        .map(Check::valueOf)
                        .sorted()
                        .collect(Collectors.toList());
    }

    /** The letter of its group. */
    String group() {
        return name().substring(0, 1);
    }

    boolean isControl() {
        return group().equals("C");
    }

    /** The file of the texts. */
    private static final class Texts {
        private static final Properties ALL = new Properties();

        static {
            try (InputStream file = Check.class.getResourceAsStream("catalogue.properties")) {
                ALL.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String of(Check check, String kind) {
            return ALL.getProperty(check.name() + "." + kind, "");
        }
    }
}
