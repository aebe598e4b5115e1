package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.token.TokenNotBoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages name commands and options that there are. */
class DoctorPageTest {
    private static final Pattern LINE = Pattern.compile("(?m)\\bholdfast ([a-z]+)((?:[^\\n\\\\`|]|\\\\\\n)*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)(--[a-z-]+|-[A-Za-z])\\b");

    private static String page(String name) throws Exception {
        return Files.readString(Path.of(System.getProperty("holdfast.root"), name));
    }

    private static Set<String> commands() {
        Set<String> commands = new TreeSet<>();
        Matcher line = Pattern.compile("(?m)^  holdfast ([a-z]+) ")
                .matcher(Run.of("--help").out());
        while (line.find()) {
            commands.add(line.group(1));
        }
        return commands;
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/doctor.md", "docs/troubleshoot-a-401.md", "docs/demo.md"})
    void namesOptionsThatThereAre(String name) throws Exception {
        Matcher line = LINE.matcher(page(name).replace("target/holdfast ", "holdfast "));
        List<String> seen = new ArrayList<>();
        while (line.find()) {
            String command = line.group(1);
            if (!commands().contains(command)) {
                continue; // prose
            }
            seen.add(command);
            String help = Run.of(command, "--help").out();
            Matcher option = OPTION.matcher(line.group(2));
            while (option.find()) {
                assertThat(help)
                        .as(name + ": " + line.group())
                        .containsPattern("(?m)^  (-\\w, )?" + option.group() + "\\b|^  " + option.group() + ",");
            }
        }
        assertThat(seen).isNotEmpty();
    }

    @Test
    void givesTheAdviceAboutUnboundTokensThatTheDoctorGives() throws Exception {
        assertThat(page("docs/troubleshoot-a-401.md").replace("`", "").replaceAll("\\s+", " "))
                .contains(TokenNotBoundException.REMEDY);
    }

    @Test
    void tellsOfEveryCommandAndExitCode() throws Exception {
        String page = page("docs/doctor.md");

        commands().stream()
                .filter(command -> !command.equals("probe"))
                .forEach(command -> assertThat(page).contains("## " + command));
        assertThat(page).contains("| 0 |", "| 1 |", "| 2 |", "| 3 |", "| 70 |");
    }
}
