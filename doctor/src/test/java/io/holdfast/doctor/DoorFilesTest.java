package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the files that describe doors")
class DoorFilesTest {
    private static final String VALVE = "<Valve className=\"io.holdfast.tomcat.CertificateBoundTokenValve\"";

    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    /** A context.xml whose trust store stands below Tomcat's directory. */
    private String context(String trustStore) throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        Files.createDirectories(files.resolve("conf"));
        Files.copy(
                Path.of(settings.get("trustStore")),
                files.resolve("conf/trust.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        settings.put("trustStore", trustStore);
        return Parties.file(files, "context.xml", Parties.contextXml(settings)).toString();
    }

    @Test
    @DisplayName("takes no attribute that Tomcat reads itself for a setting")
    void leavesTomcatsOwnAttributes() throws Exception {
        Path context = Path.of(context(Parties.settings(SERVICE).get("trustStore")));
        String text = Files.readString(context).replace("<Valve ", "<Valve asyncSupported=\"true\" ");
        Files.writeString(context, text);

        assertThat(Run.of("check", context.toString(), "--offline").code()).isZero();
    }

    @Test
    @DisplayName("replaces what Tomcat replaces in XML by --define")
    void replacesWhatTomcatReplaces() throws Exception {
        String context = context("${catalina.base}/${dir}/${name:-trust}.pem");

        Run run = Run.of(
                "check", context, "--offline", "--define", "catalina.base=" + files, "--define=dir=conf", "--json");

        assertThat(run.code()).as(run.all()).isZero();
        Run explained = Run.of(
                "explain",
                "--settings",
                context,
                "--define",
                "catalina.base=" + files,
                "--define",
                "dir=conf",
                "--token-file",
                Parties.file(files, "a.jwt", SERVICE.accessToken("server-a")).toString(),
                "--cert",
                SERVICE.identity("server-a").writePemCertificates(files, "a").toString());
        assertThat(explained.out()).as(explained.all()).contains("the request passes");
    }

    @Test
    @DisplayName("replaces it in a filter's parameters, too")
    void replacesItInAFiltersParameters() throws Exception {
        StringBuilder parameters = new StringBuilder();
        Parties.settings(SERVICE)
                .forEach((name, value) -> parameters.append("<init-param><param-name>" + name
                        + "</param-name><param-value>"
                        + (name.equals("audience") ? "https://${host}.example" : value)
                        + "</param-value></init-param>"));
        Path web = Parties.file(
                files,
                "web.xml",
                "<web-app><filter><filter-name>holdfast</filter-name>"
                        + "<filter-class>io.holdfast.servlet.javax.CertificateBoundTokenFilter</filter-class>"
                        + parameters + "</filter><filter-mapping><filter-name>holdfast</filter-name>"
                        + "<url-pattern>/*</url-pattern></filter-mapping></web-app>");

        assertThat(Run.of("check", web.toString(), "--offline", "--define", "host=orders"))
                .matches(run -> run.code() == 0 && run.out().contains("audience [https://orders.example]"));
    }

    @Test
    @DisplayName("says of a variable that it does not know how to define it, and not that the door cannot start")
    void saysHowToDefineAVariable() throws Exception {
        String context = context("${catalina.base}/conf/trust.pem");

        for (List<String> line : List.of(List.of("check", context), List.of("explain", "--settings", context))) {
            Run run = Run.of(line.toArray(new String[0]));

            assertThat(run.code()).as(run.all()).isEqualTo(2);
            assertThat(run.err())
                    .contains("Tomcat replaces ${...} from its system properties; the doctor does not know them:"
                            + " --define catalina.base=/opt/tomcat.")
                    .contains("trustStore")
                    .doesNotContain("cannot start");
        }
        assertThat(Run.of("check", context, "--define", "catalina.base"))
                .matches(run -> run.code() == 2 && run.err().contains("--define has a value without ="));
        assertThat(Run.of("check", context, "--define", "a=1", "--define", "a=2"))
                .matches(run -> run.code() == 2 && run.err().contains("names 'a' twice"));
    }

    @Test
    @DisplayName("replaces nothing in a properties file, where Tomcat does not either")
    void replacesNothingInAPropertiesFile() throws Exception {
        Path properties = Parties.file(
                files, "holdfast.properties", "issuer=" + SERVICE.issuer() + "\naudience=https://${host}.example\n");

        assertThat(Run.of("check", properties.toString(), "--offline", "--define", "host=orders"))
                .matches(run -> run.code() == 1 && run.out().contains("holds a placeholder that nothing has replaced"));
    }

    @Test
    @DisplayName("shows no secret of a value that it cannot replace")
    void showsNoSecret() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("clientSecret", "sesame-${tail}");
        Path context = Parties.file(files, "context.xml", Parties.contextXml(settings));

        assertThat(Run.of("check", context.toString(), "--offline"))
                .matches(run -> run.code() == 2
                        && run.err().contains("--define tail=VALUE")
                        && !run.all().contains("sesame"));
    }

    @Test
    @DisplayName("names the argument of check that is no file, and no option that check does not have")
    void namesTheArgumentOfCheck() {
        Run run = Run.of("check", files.resolve("nope.xml").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("FILE cannot be used. There is no file", "nope.xml")
                .doesNotContain("--settings");
        assertThat(Run.of("explain", "--settings", files.resolve("nope.xml").toString())
                        .err())
                .contains("The file of --settings cannot be used. There is no file");
        assertThat(Run.of("check", "--help").out())
                .contains("holdfast check META-INF/context.xml")
                .doesNotContain("conf/context.xml");
    }

    @Test
    @DisplayName("names a valve by the host, engine or application that it stands in")
    void namesAValveByItsPlace() throws Exception {
        Path server = Parties.file(
                files,
                "server.xml",
                "<Server><Service name='Catalina'><Engine name='Catalina' defaultHost='localhost'>"
                        + "<Host name='localhost'>" + valve("https://one.example") + "<Context path='/orders'>"
                        + valve("https://two.example") + valve("https://three.example") + "</Context></Host>"
                        + "<Host name='partners.example'>" + valve("https://four.example") + "</Host>"
                        + valve("https://five.example") + "</Engine></Service></Server>");

        Run run = Run.of("check", server.toString(), "--offline");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("[Host localhost, Context /orders, Context /orders (2), Host partners.example,"
                        + " Engine Catalina]")
                .contains("--door NAME");
        Map<String, String> audiences = Map.of(
                "Host localhost", "one",
                "Context /orders", "two",
                "Context /orders (2)", "three",
                "Host partners.example", "four",
                "Engine Catalina", "five");
        audiences.forEach((name, audience) -> assertThat(
                        Run.of("check", server.toString(), "--offline", "--door", name))
                .matches(chosen -> chosen.code() == 0
                        && chosen.out().contains("door " + name + "\n")
                        && chosen.out().contains("https://" + audience + ".example")));
        assertThat(Run.of("check", "--help").out()).contains("Host localhost");
    }

    @Test
    @DisplayName("names the valve of a context.xml by its application where that is known")
    void namesTheValveOfAContext() throws Exception {
        Path context = Parties.file(files, "context.xml", "<Context>" + valve("https://one.example") + "</Context>");

        assertThat(Run.of("check", context.toString(), "--offline").out()).contains("door Context\n");
    }

    private static String valve(String audience) {
        return VALVE + " issuer=\"" + SERVICE.issuer() + "\" trustStore=\"" + SERVICE.authorities() + "\" audience=\""
                + audience + "\"/>";
    }
}
