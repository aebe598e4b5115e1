package io.holdfast.doctor.probe;

import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Output;
import io.holdfast.doctor.cli.Secrets;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.CurlWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code holdfast probe}: tries a protected resource as a thief would. */
public final class ProbeCommand implements Command {
    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String summary() {
        return "try an API as a thief would, and say what it lets through";
    }

    @Override
    public String operands() {
        return "URL";
    }

    @Override
    public List<Option> options() {
        return ProbeOptions.ALL;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "holdfast probe https://api.example.com/orders --keystore server-a.p12 --token-file -",
                "holdfast probe https://api.example.com/orders --keystore server-a.p12 --token-file a.jwt"
                        + " --other-keystore server-b.p12 --other-token-file b.jwt",
                "holdfast probe --list");
    }

    @Override
    public ExitCode run(Invocation invocation) throws UsageException, NotJudgedException {
        Arguments arguments = invocation.arguments();
        Output output = invocation.output();
        if (arguments.has(ProbeOptions.LIST)) {
            catalogue(output);
            return ExitCode.OK;
        }
        Severity failOn = ProbeValues.failOn(arguments);
        ProbeSettings settings = ProbeOptions.settings(invocation);
        if (arguments.has(ProbeOptions.PLAN)) {
            plan(settings, output);
            return ExitCode.OK;
        }
        Sender sender = new Sender(settings.trust, settings.limits, settings.userAgent(), settings.addresses);
        ProbeReport report = new Probe(settings, sender).run();
        show(report, settings, arguments, output);
        files(report, arguments);
        if (failOn != null && (report.hasFinding(failOn) || !report.stale().isEmpty())) {
            return ExitCode.FINDING;
        }
        if (!report.isJudged()) {
            return ExitCode.NOT_JUDGED;
        }
        boolean enough = report.binding().isProven() || arguments.has(ProbeOptions.ALLOW_UNPROVEN);
        return enough ? ExitCode.OK : ExitCode.NOT_JUDGED;
    }

    private static void catalogue(Output output) {
        for (Check check : Check.values()) {
            output.line(String.format(
                    "%-4s %-4s %-8s  %s%s",
                    check,
                    check.level(),
                    check.severity(),
                    check.expectation(),
                    check.source().isEmpty() ? "" : " (" + check.source() + ")"));
            if (check.mode() != Mode.FIELD) {
                output.line("                    needs " + check.mode().needs());
            }
        }
    }

    private static void plan(ProbeSettings settings, Output output) {
        Rehearsal rehearsal = new Rehearsal(settings);
        new Probe(settings, rehearsal).run();
        rehearsal.calls().forEach(output::line);
        output.note(rehearsal.sent() + " requests, to a server that makes no mistake. Nothing was sent.");
    }

    private static void show(ProbeReport report, ProbeSettings settings, Arguments arguments, Output output) {
        if (output.isJson()) {
            output.json(JsonReport.of(report));
            return;
        }
        CurlLines curl = new CurlLines(arguments, settings);
        boolean wanted = arguments.has(ProbeOptions.CURL);
        TextReport.of(report, again(arguments), finding -> wanted ? List.of(curl.of(finding)) : List.of())
                .forEach(output::line);
    }

    /** No report of a run without judgements is written: an empty one looks like a good one. */
    private static void files(ProbeReport report, Arguments arguments) throws UsageException {
        String junit = arguments.value(ProbeOptions.JUNIT).orElse(null);
        if (junit == null || !report.isJudged()) {
            return;
        }
        Path file = Secrets.path(ProbeOptions.JUNIT, junit);
        try {
            Files.write(file, JunitReport.of(report).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UsageException("The file of " + ProbeOptions.JUNIT + ", " + file + ", cannot be written ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    /** This run's command line, ready for a shell; without the options that choose checks and outputs. */
    private static String again(Arguments arguments) {
        List<String> words = new ArrayList<>(List.of("holdfast", "probe"));
        arguments.operands().forEach(operand -> words.add(quoted(operand)));
        List<Option> options = new ArrayList<>(ProbeOptions.ALL);
        options.addAll(CommonOptions.GENERAL);
        options.removeAll(List.of(ProbeOptions.ONLY, ProbeOptions.SKIP, ProbeOptions.JUNIT));
        for (Option option : options) {
            if (option.takesValue()) {
                arguments.values(option).forEach(value -> words.add(option.name() + " " + quoted(value)));
            } else if (arguments.has(option)) {
                words.add(option.name());
            }
        }
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : CurlWords.quoted(word);
    }
}
