package io.holdfast.doctor.explain;

import io.holdfast.resource.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The remedy for each reason code, as the page about refusals has it: that page is in the jar. */
final class Remedies {
    /** The page, as it is named in the project. */
    static final String PAGE = "docs/troubleshoot-a-401.md";

    private static final String RESOURCE = "/io/holdfast/doctor/docs/troubleshoot-a-401.md";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| (.+) \\|$");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");

    private final Map<String, String> byCode = new HashMap<>();

    private Remedies(String page) {
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            Matcher code = CODE.matcher(row.group(1));
            while (code.find()) {
                byCode.putIfAbsent(code.group(1), plain(row.group(2)));
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

    /** The remedy; a text that points to the page if that has none. */
    String of(RefusalReason reason) {
        return byCode.getOrDefault(reason.code(), "see " + PAGE);
    }
}
