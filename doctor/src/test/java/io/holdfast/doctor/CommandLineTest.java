package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.doctor.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    Path directory;

    @Test
    void listsCommandsAndExitCodes() {
        Run help = Run.of("--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("holdfast token", "holdfast call", "holdfast thumbprint")
                .containsPattern("(?m)^  0 +every")
                .containsPattern("(?m)^  1 +something")
                .containsPattern("(?m)^  2 +the command line")
                .containsPattern("(?m)^  3 +no judgement")
                .containsPattern("(?m)^  70 +a mistake");
        assertThat(Run.of()).matches(run -> run.code() == 2 && run.out().isEmpty());
        assertThat(Run.of("call", "--help").out())
                .contains("--token-file FILE|-")
                .contains("-X, --request METHOD");
    }

    @Test
    void startsNoJavaOfTheCurrentFolderOnWindows() throws Exception {
        Path launchers = Path.of(System.getProperty("holdfast.root"), "doctor", "src", "main", "launcher");

        assertThat(Files.readString(launchers.resolve("holdfast.cmd")))
                .containsSubsequence("setlocal\r\n", "set \"NoDefaultCurrentDirectoryInExePath=1\"\r\n", "\"%JAVA%\" ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "call", "explain", "check", "probe", "thumbprint"})
    void tellsTheExitCodesOfEachCommand(String command) {
        Run help = Run.of(command, "--help");

        assertThat(help.code()).isZero();
        for (ExitCode code : ExitCode.values()) {
            assertThat(help.out())
                    .containsPattern("(?m)^  " + code.number() + " +" + Pattern.quote(code.meaning()) + "$");
        }
    }

    @Test
    void namesOptionValueAndFix() {
        assertThat(Run.of("tokens")).matches(run -> run.code() == 2 && run.err().contains("token, call"));
        assertThat(Run.of("token", "--isuer", "x"))
                .matches(run -> run.code() == 2
                        && run.err().contains("no option --isuer")
                        && run.err().contains("--issuer?"));
        assertThat(Run.of("call", "https://a.example", "--timeout", "soon"))
                .matches(run -> run.code() == 2
                        && run.err().contains("'soon'")
                        && run.err().contains("10s"));
        assertThat(Run.of("token", "--issuer"))
                .matches(run -> run.code() == 2 && run.err().contains("no value"));
        assertThat(Run.of("token", "--issuer", "a", "--issuer", "b"))
                .matches(run -> run.code() == 2 && run.err().contains("twice"));
        assertThat(Run.of("call", "https://a.example", "--keystore", "a", "--cert", "b"))
                .matches(run -> run.code() == 2 && run.err().contains("both"));
        assertThat(Run.of("call", "https://a.example", "--cert", "b"))
                .matches(run -> run.code() == 2 && run.err().contains("--key is missing"));
        assertThat(Run.with("x", "call", "https://a.example", "--token-file", "-", "--data-file", "-"))
                .matches(run -> run.code() == 2 && run.err().contains("standard input"));
    }

    @Test
    void showsNothingThatMayBeASecretOfAMistypedLine() {
        assertThat(Run.of("token", "-psesame").all()).doesNotContain("sesame");
        assertThat(Run.of("token", "--json=sesame").all()).doesNotContain("sesame");
        assertThat(Run.of("call", "https://user:sesame@a.example/").all()).doesNotContain("sesame");
        assertThat(Run.of("call", "https://a.example/", "sesame").all()).doesNotContain("sesame");
    }

    @Test
    void readsArgumentsFromAFile() throws Exception {
        Path file = Files.writeString(
                directory.resolve("a b.args"), "# a comment\n--header-value 'x y'\n\"--format\" nginx\n");

        Run run = Run.of("thumbprint", "@" + file);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("x y");
        assertThat(Run.of("thumbprint", "@" + directory.resolve("none")))
                .matches(missing -> missing.code() == 2 && missing.err().contains("There is no file"));
    }

    @Test
    void showsControlCharactersOfOthersAsTheirCode() throws Exception {
        Path hostile = Files.writeString(directory.resolve("x"), "y");

        Run run = Run.of("thumbprint", hostile + "\u001b[31m");

        assertThat(run.all()).doesNotContain("\u001b");
    }
}
