package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The colours of the style sheet, by the formula of WCAG 2.2, "contrast ratio". */
class ContrastTest {
    private static final String CSS = Template.resource("console.css");
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    @ParameterizedTest
    @CsvSource({
        "ink, paper, 4.5",
        "ink, surface, 4.5",
        "ink, sunken, 4.5",
        "ink, accent-soft, 4.5",
        "ink, good-soft, 4.5",
        "ink, bad-soft, 4.5",
        "ink, warn-soft, 4.5",
        "muted, paper, 4.5",
        "muted, surface, 4.5",
        "muted, sunken, 4.5",
        "muted, accent-soft, 4.5",
        "accent, paper, 4.5",
        "accent, surface, 4.5",
        "accent, accent-soft, 4.5",
        "good, paper, 4.5",
        "good, surface, 4.5",
        "good, good-soft, 4.5",
        "bad, surface, 4.5",
        "bad, sunken, 4.5",
        "bad, bad-soft, 4.5",
        "on-good, good, 4.5",
        "on-bad, bad, 4.5",
        "edge, surface, 3",
        "edge, paper, 3",
        "edge, accent-soft, 3",
        "focus, paper, 3",
        "focus, surface, 3",
        "focus, accent-soft, 3",
        "warn, warn-soft, 3"
    })
    void isEnoughInBothSchemes(String foreground, String background, double least) {
        int dark = CSS.indexOf("@media (prefers-color-scheme: dark)");
        for (Map<String, String> scheme :
                List.of(colours(CSS.substring(0, dark)), colours(CSS.substring(dark, CSS.indexOf("\n}", dark))))) {
            assertThat(scheme).containsKeys(foreground, background);
            assertThat(contrast(scheme.get(foreground), scheme.get(background)))
                    .as("%s %s on %s %s", foreground, scheme.get(foreground), background, scheme.get(background))
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new HashMap<>();
        Matcher colour = COLOUR.matcher(css);
        while (colour.find()) {
            colours.put(colour.group(1), colour.group(2));
        }
        return colours;
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
