package io.holdfast.doctor.explain;

import io.holdfast.resource.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The remedy for each detail and reason code, as the page about refusals has it: that page is in the jar. */
final class Remedies {
    /** The page, as it is named in the project. */
    static final String PAGE = "docs/troubleshoot-a-401.md";

    private static final String RESOURCE = "/io/holdfast/doctor/docs/troubleshoot-a-401.md";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| (.+) \\|$");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");

    private static final Pattern DETAIL_ROW = Pattern.compile("(?m)^\\| (`(?:[A-Z]|the )[^|]*) \\| (.+) \\|$");
    private static final Pattern DETAIL = Pattern.compile("`([^`]+)`");
    private static final String OMITTED = "…";

    private final Map<String, String> byCode = new HashMap<>();
    private final Map<String, String> byDetail = new LinkedHashMap<>();

    private Remedies(String page) {
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            Matcher code = CODE.matcher(row.group(1));
            while (code.find()) {
                byCode.putIfAbsent(code.group(1), plain(row.group(2)));
            }
        }
        Matcher details = DETAIL_ROW.matcher(page);
        while (details.find()) {
            Matcher detail = DETAIL.matcher(details.group(1));
            while (detail.find()) {
                byDetail.putIfAbsent(singleQuoted(detail.group(1)), plain(details.group(2)));
            }
        }
    }

    /** Reads the page. */
    static Remedies read() {
        try (InputStream page = Remedies.class.getResourceAsStream(RESOURCE)) {
            if (page == null) {
                throw new IllegalStateException("The page " + PAGE + " is not in this jar.");
            }
            return new Remedies(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("The page " + PAGE + " cannot be read.", e);
        }
    }

    /** The text without Markdown; a link is followed by the page that it leads to. */
    private static String plain(String markdown) {
        Matcher link = LINK.matcher(markdown);
        StringBuilder plain = new StringBuilder();
        while (link.find()) {
            String target = link.group(2).startsWith("#") ? PAGE + link.group(2) : "docs/" + link.group(2);
            link.appendReplacement(plain, Matcher.quoteReplacement(link.group(1) + " (" + target + ")"));
        }
        return link.appendTail(plain).toString().replace("`", "").replace("*", "");
    }

    /**
     * The remedy for a detail, since a reason has many; for the reason where the page does not know the detail.
     *
     * @param detail the detail of the refusal; empty if it is not known
     */
    String of(RefusalReason reason, String detail) {
        String said = singleQuoted(detail);
        return byDetail.entrySet().stream()
                .filter(row -> begins(said, row.getKey()))
                .max(Comparator.comparingInt(row -> row.getKey().length()))
                .map(Map.Entry::getValue)
                .orElseGet(() -> byCode.getOrDefault(reason.code(), "see " + PAGE));
    }

    /** In the audit log a detail stands in double quotes and has none. */
    private static String singleQuoted(String text) {
        return text.replace('"', '\'');
    }

    /** True if a detail begins as the page has it, where an ellipsis stands for what differs. */
    private static boolean begins(String detail, String row) {
        String pattern =
                Arrays.stream(row.split(OMITTED, -1)).map(Pattern::quote).collect(Collectors.joining(".*?"));
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(detail).lookingAt();
    }
}
