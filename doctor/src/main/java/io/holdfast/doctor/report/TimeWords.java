package io.holdfast.doctor.report;

import java.time.Duration;
import java.time.Instant;

/** Times in words. */
public final class TimeWords {
    private TimeWords() {}

    /** The end of something: {@code 4 min 58 s left}, or {@code ended 2 h 5 min ago}. */
    public static String end(Instant end, Instant now) {
        return end.isAfter(now)
                ? length(Duration.between(now, end)) + " left"
                : "ended " + length(Duration.between(end, now)) + " ago";
    }

    /** The beginning of something: {@code 2 s ago}, or {@code begins in 3 d}. */
    public static String beginning(Instant beginning, Instant now) {
        return beginning.isAfter(now)
                ? "begins in " + length(Duration.between(now, beginning))
                : length(Duration.between(beginning, now)) + " ago";
    }

    /** A length in its two largest units. */
    public static String length(Duration duration) {
        long seconds = duration.getSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 != 0 ? " " + seconds % 60 + " s" : "");
        }
        if (seconds < 2 * 86_400) {
            return seconds / 3600 + " h" + (seconds % 3600 / 60 != 0 ? " " + seconds % 3600 / 60 + " min" : "");
        }
        return seconds / 86_400 + " d";
    }
}
