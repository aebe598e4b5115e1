package io.holdfast.doctor.check;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Secrets;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.settings.DescribedDoor;
import io.holdfast.doctor.settings.DoorFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks over a door before the first call: its settings as at the start, and then everything that it depends on. */
public final class CheckCommand implements Command {
    private static final String FILE = "FILE";
    private static final Option URL = Option.value(
            "--url", "URL", "a guarded address of the running application: its connector and its door are looked at");
    private static final Option WITH_CREDENTIALS = Option.flag(
            "--with-credentials",
            "the door's secret, key or PKCS#11 token is used: its issuer is asked about a made-up token");
    private static final Option OFFLINE =
            Option.flag("--offline", "settings and files alone: nobody is called, and no PKCS#11 token is opened");

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "look over a door's settings, key material, issuers and connector before the first call";
    }

    @Override
    public String operands() {
        return "[FILE]";
    }

    @Override
    public List<Option> options() {
        return List.of(DoorFile.DOOR, DoorFile.DEFINE, URL, CommonOptions.TRUST, WITH_CREDENTIALS, OFFLINE);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "holdfast check WEB-INF/web.xml --url https://api.example.com/orders",
                "holdfast check META-INF/context.xml --with-credentials",
                "holdfast check conf/server.xml --door 'Host localhost' --define catalina.base=/opt/tomcat",
                "HOLDFAST_CONFIG_FILE=/etc/holdfast/holdfast.properties holdfast check");
    }

    @Override
    public ExitCode run(Invocation invocation) throws UsageException, NotJudgedException {
        Arguments arguments = invocation.arguments();
        boolean offline = arguments.has(OFFLINE);
        Optional<String> url = arguments.value(URL);
        if (offline && url.isPresent()) {
            throw new UsageException("With " + OFFLINE + " nobody is called, so nothing can be said of " + URL
                    + ". Leave one of them out.");
        }
        DescribedDoor door = door(invocation);
        Findings findings = new Findings();
        ResourceSettings settings = settings(door, findings);
        boolean withCredentials = arguments.has(WITH_CREDENTIALS) && !offline;
        if (settings != null && new StartCheck(settings, withCredentials, findings).passes() && !offline) {
            new IssuerChecks(settings, arguments.timeout(), withCredentials, findings).run();
        }
        if (url.isPresent()) {
            new ConnectorCheck(url.get(), invocation.credentials().trust(), arguments.timeout(), findings).run();
        }
        return findings.write(invocation.output(), door.name());
    }

    private static DescribedDoor door(Invocation invocation) throws UsageException {
        List<String> operands = invocation.arguments().operands();
        if (operands.isEmpty()) {
            return DoorFile.ofEnvironment(invocation.environment());
        }
        return DoorFile.door(
                invocation, Secrets.path(FILE, invocation.arguments().operand(FILE)), FILE);
    }

    private static @Nullable ResourceSettings settings(DescribedDoor door, Findings findings) {
        try {
            ResourceSettings settings = door.settings();
            findings.pass("settings", "all of them can be read");
            return settings;
        } catch (SettingsException e) {
            e.problems().forEach(problem -> findings.fail("settings", problem));
            return null;
        }
    }
}
