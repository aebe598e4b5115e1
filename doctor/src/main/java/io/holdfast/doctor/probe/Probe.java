package io.holdfast.doctor.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One run of the probe: the controls, the checks group by group with a control behind each, and the report. */
final class Probe {
    private final ProbeSettings settings;
    private final Line line;
    private final Party party;

    Probe(ProbeSettings settings, Line line) {
        this.settings = settings;
        this.line = line;
        this.party = new Party(settings);
    }

    ProbeReport run() {
        Controls controls = new Controls(settings, party, line);
        if (!controls.ownMaterialFits()) {
            return stopped(controls.results());
        }
        try {
            return judged(controls);
        } catch (Line.LimitReachedException e) {
            return stopped(controls.results());
        }
    }

    private ProbeReport judged(Controls controls) {
        List<Exchange> refusals = controls.refusals();
        if (refusals.get(0).answer() == null) {
            controls.unreachable(refusals.get(0));
            return stopped(controls.results());
        }
        ColdBinding cold = new ColdBinding(settings, party);
        cold.send(line, settings.wanted);
        Likeness likeness = controls.judge(refusals);
        if (likeness == null) {
            return stopped(controls.results());
        }
        Trial trial = new Trial(settings, party, line, likeness, controls.results());
        cold.judge(trial);
        new WarmBinding(trial, cold).run();
        new GivenChecks(trial).run();
        trial.control();
        active(trial, cold);
        if (wantsAny("H")) {
            new HeaderChecks(trial, cold).run();
            if (settings.active) {
                new ActiveHeaders(trial).run();
            }
            trial.control();
        }
        IssuerDocuments issuer = wantsAny("V") || trial.wants(Check.M2) ? new IssuerDocuments(line, party) : null;
        if (issuer != null && wantsAny("V")) {
            new TokenChecks(trial, cold.stranger(), issuer).run();
        }
        if (wantsAny("L")) {
            new LabChecks(trial).run();
        }
        new TransportChecks(trial).run();
        if (wantsAny("V") || wantsAny("L") || wantsAny("T")) {
            trial.control();
        }
        new AnswerChecks(trial, cold).run();
        new SurfaceChecks(trial, cold).run();
        new MetadataChecks(trial, issuer).run();
        trial.recordSent();
        return new ProbeReport(settings, party.redaction(), line.sent(), trial.results(), Binding.of(trial, cold));
    }

    private void active(Trial trial, ColdBinding cold) {
        if (settings.active) {
            new ActiveBinding(trial, cold).run();
            trial.control();
            return;
        }
        for (Check check : Check.values()) {
            if (check.mode() == Mode.ACTIVE && trial.wants(check)) {
                trial.notJudged(check, "only with --active");
            }
        }
    }

    private boolean wantsAny(String group) {
        return Arrays.stream(Check.values())
                .anyMatch(check -> check.group().equals(group) && settings.wanted.contains(check));
    }

    private ProbeReport stopped(Map<Check, Result> results) {
        return new ProbeReport(
                settings,
                party.redaction(),
                line.sent(),
                results,
                Binding.notProven("the controls do not hold, so nothing was judged"));
    }
}
