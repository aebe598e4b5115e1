package io.holdfast.demo.console;

import io.holdfast.demo.parties.Shortened;
import io.holdfast.demo.parties.ShownCertificate;
import io.holdfast.demo.parties.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Formats times, statuses and certificates, alike everywhere on the page. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    private static final Pattern SERVER = Pattern.compile(" https://[^/]+");
    private static final Map<Integer, String> PHRASES = phrases();

    private Words() {}

    /** Shows the time of the day, with the date for machines. */
    static Html time(Instant moment) {
        return Html.ours("<time datetime=\"" + Html.text(moment.toString()) + "\">" + Html.text(TIME.format(moment))
                + "</time>");
    }

    static String moment(Instant moment) {
        return MOMENT.format(moment);
    }

    static String day(Instant moment) {
        return DAY.format(moment);
    }

    /** Shows a status, for example {@code 401 Unauthorized}. */
    static Html status(int status) {
        String phrase = PHRASES.getOrDefault(status, "");
        return chip(status).and(Html.text(phrase.isEmpty() ? "" : " " + phrase));
    }

    /** Shows the status alone; a dash if there was no response. */
    static Html chip(int status) {
        return status == 0
                ? Html.element("span", "muted", "–")
                : Html.element("span", status < 400 ? "chip good" : "chip bad", Integer.toString(status));
    }

    static Html certificate(ShownCertificate certificate) {
        return Html.element("code", "", Shortened.of(certificate.thumbprint()))
                .and(Html.text(" " + certificate.subject()));
    }

    /** Shows the action; for a call only method and path, since the server is always the same. */
    static Html action(Step step) {
        return step.answered()
                ? Html.element("code", "", SERVER.matcher(step.action()).replaceFirst(" "))
                : Html.text(step.action());
    }

    /** The distance of a moment from now, in words. */
    static String distance(Instant moment, Instant now) {
        long seconds = Duration.between(now, moment).getSeconds();
        return seconds >= 0 ? seconds + " s left" : "ended " + -seconds + " s ago";
    }

    static String capitalized(String sentence) {
        return sentence.isEmpty() ? "" : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static Map<Integer, String> phrases() {
        Map<Integer, String> phrases = new LinkedHashMap<>();
        phrases.put(200, "OK");
        phrases.put(400, "Bad Request");
        phrases.put(401, "Unauthorized");
        phrases.put(403, "Forbidden");
        phrases.put(404, "Not Found");
        phrases.put(500, "Internal Server Error");
        phrases.put(503, "Service Unavailable");
        return Collections.unmodifiableMap(phrases);
    }
}
