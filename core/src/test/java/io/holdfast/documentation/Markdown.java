package io.holdfast.documentation;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page as GitHub shows it: its links, and the anchors of its headings. Immutable. */
final class Markdown {
    static final Path ROOT = Path.of(System.getProperty("holdfast.root"));

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*]\\(([^()\\s]+)\\)");

    private final Path file;
    private final String text;

    private Markdown(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @param page its path below the project's root */
    static Markdown read(String page) {
        return new Markdown(ROOT.resolve(page), DocumentedSnippet.text(page));
    }

    /** The pages of the project: those of its root and of docs. */
    static List<Markdown> all() throws IOException {
        List<Markdown> pages = new ArrayList<>();
        for (String folder : List.of("", "docs")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .forEach(file -> pages.add(read(ROOT.relativize(file).toString())));
            }
        }
        return pages;
    }

    String text() {
        return text;
    }

    /** The relative links that lead nowhere, each with its page. */
    List<String> deadLinks() {
        String prose = CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*") && !leadsSomewhere(link))
                .map(link -> ROOT.relativize(file) + ": " + link)
                .toList();
    }

    private boolean leadsSomewhere(String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
        if (!target.startsWith(ROOT.normalize()) || !Files.exists(target)) {
            return false;
        }
        return hash < 0 || read(ROOT.relativize(target).toString()).anchors().contains(link.substring(hash + 1));
    }

    /** As GitHub makes them: lower case, no punctuation, hyphens for spaces, a number after one that is there already. */
    private Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (MatchResult heading :
                HEADING.matcher(FENCED.matcher(text).replaceAll("")).results().toList()) {
            String shown = heading.group(1).replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1");
            String anchor = shown.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }
}
