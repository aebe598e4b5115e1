package io.holdfast.doctor.check;

import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what was looked at, in order. For one thread. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /** The weight of a finding. */
    enum Weight {
        PASS("pass", Output.Colour.GREEN),
        WARN("WARN", Output.Colour.YELLOW),
        FAIL("FAIL", Output.Colour.RED),
        /** Nothing could be seen. */
        UNKNOWN("----", Output.Colour.YELLOW);

        private final String word;
        private final Output.Colour colour;

        Weight(String word, Output.Colour colour) {
            this.word = word;
            this.colour = colour;
        }
    }

    private static final class Finding {
        private final Weight weight;
        private final String area;
        private final String text;

        private Finding(Weight weight, String area, String text) {
            this.weight = weight;
            this.area = area;
            this.text = text;
        }

        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("verdict", weight.toString());
            members.put("area", area);
            members.put("text", text);
            return members;
        }
    }

    void pass(String area, String text) {
        all.add(new Finding(Weight.PASS, area, text));
    }

    void warn(String area, String text) {
        all.add(new Finding(Weight.WARN, area, text));
    }

    void fail(String area, String text) {
        all.add(new Finding(Weight.FAIL, area, text));
    }

    void unknown(String area, String text) {
        all.add(new Finding(Weight.UNKNOWN, area, text));
    }

    private long count(Weight weight) {
        return all.stream().filter(finding -> finding.weight == weight).count();
    }

    /** Writes all findings and returns the code: a failure counts more than what could not be seen. */
    ExitCode write(Output output, String door) {
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("schema", "holdfast-check/1");
            json.put("door", door);
            List<Map<String, Object>> findings = new ArrayList<>();
            all.forEach(finding -> findings.add(finding.members()));
            json.put("findings", findings);
            output.json(json);
        } else {
            output.line("door " + door);
            for (Finding finding : all) {
                output.line(
                        finding.weight.colour,
                        "  " + finding.weight.word,
                        String.format("  %-13s %s", finding.area, finding.text));
            }
            output.line(count(Weight.FAIL) + " failed, " + count(Weight.WARN) + " warnings, " + count(Weight.PASS)
                    + " passed, " + count(Weight.UNKNOWN) + " not judged");
        }
        if (count(Weight.FAIL) > 0) {
            return ExitCode.FINDING;
        }
        return count(Weight.UNKNOWN) > 0 ? ExitCode.NOT_JUDGED : ExitCode.OK;
    }
}
