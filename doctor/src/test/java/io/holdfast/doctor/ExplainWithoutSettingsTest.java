package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testpki.PemText;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("holdfast explain of what was copied together, without the door's settings")
class ExplainWithoutSettingsTest {
    private static final String NOT_BOUND =
            "The access token is not bound to the client certificate of this connection.";
    private static final String NOT_VALID = "The access token is not valid for this resource.";

    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private static String refused(String token, String description) {
        return "HTTP/1.1 401\r\nWWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\""
                + (description.isEmpty() ? "" : ", error_description=\"" + description + "\"")
                + "\r\n\r\nAuthorization: Bearer " + token + "\n";
    }

    private static Run explained(String token, String description, String... more) {
        Run run = Run.with(refused(token, description), Parties.concat(java.util.List.of(more), "explain", "-"));
        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out()).as("nobody knows what was sent").doesNotContain("No client certificate was sent");
        return run;
    }

    @Test
    @DisplayName("believes the server that a token has expired, whatever it is bound to")
    void believesTheServerThatATokenHasExpired() {
        for (String token : new String[] {
            SERVICE.accessToken("server-a"),
            SERVICE.token("server-a").withoutConfirmation().mint()
        }) {
            assertThat(explained(token, "The access token expired.").out())
                    .contains("has expired by the server's clock")
                    .doesNotContain("bound to no certificate");
        }
        String old = SERVICE.token("server-a").expired().mint();
        assertThat(explained(old, "").out()).contains("The token has expired: ");
        assertThat(explained(old, NOT_VALID).out()).contains("The token has expired: ");
    }

    @Test
    @DisplayName("says that the certificate is not known, where the server speaks of the binding")
    void saysThatTheCertificateIsNotKnown() {
        Run run = explained(SERVICE.accessToken("server-a"), NOT_BOUND);

        assertThat(run.out())
                .contains("The server says that the token is not bound to the connection's certificate; the token is"
                        + " bound to " + SERVICE.identity("server-a").thumbprint() + ".")
                .contains("Which certificate was sent is not known here: give it with --cert.");
        String unbound = SERVICE.token("server-a").withoutConfirmation().mint();
        assertThat(explained(unbound, NOT_BOUND).out()).contains("The token is bound to no certificate.");
        String old = SERVICE.token("server-a").expired().mint();
        assertThat(explained(old, NOT_BOUND).out())
                .as("copied long after the call")
                .contains("The server says that the token is not bound");
    }

    @Test
    @DisplayName("names issuer and audience, where the server says no more than that the token is not valid")
    void namesIssuerAndAudience() {
        String token = SERVICE.accessToken("server-a");
        for (String description : new String[] {"", NOT_VALID, "The audience is another one."}) {
            assertThat(explained(token, description).out())
                    .contains("audience (" + Parties.RESOURCE)
                    .contains(SERVICE.issuer())
                    .doesNotContain("the certificate that was sent");
        }
        String unbound = SERVICE.token("server-a").withoutConfirmation().mint();
        assertThat(explained(unbound, NOT_VALID).out())
                .contains("audience (" + Parties.RESOURCE)
                .contains("It is bound to no certificate, too.");
    }

    @Test
    @DisplayName("compares with the certificate that stands there or that --cert names")
    void comparesWithTheCertificateThatStandsThere() throws Exception {
        String token = SERVICE.accessToken("server-a");
        Path other = SERVICE.identity("partner-b").writePemCertificates(files, "partner-b");
        String otherThumbprint = SERVICE.identity("partner-b").thumbprint();

        String both = refused(token, NOT_VALID)
                + PemText.certificates(SERVICE.identity("partner-b").chain());
        assertThat(Run.with(both, "explain").out()).contains("the certificate that was sent is " + otherThumbprint);
        assertThat(explained(token, NOT_BOUND, "--cert", other.toString()).out())
                .contains("the certificate that was sent is " + otherThumbprint);
        Path own = SERVICE.identity("server-a").writePemCertificates(files, "server-a");
        assertThat(explained(token, NOT_BOUND, "--cert", own.toString()).out())
                .contains("the server sees another one or none");
        assertThat(explained(token, NOT_VALID, "--cert", own.toString()).out())
                .contains("The token is bound to the certificate that was sent and has not expired.");
        assertThat(explained(token, "The access token expired.", "--cert", other.toString())
                        .out())
                .contains("has expired by the server's clock");
    }

    @Test
    @DisplayName("says at a terminal that it reads from there, and nowhere else")
    void saysAtATerminalThatItReadsFromThere() {
        String note = "Reading the text to explain from standard input; end it with Ctrl-D.";

        assertThat(Run.of(Map.of(), "HTTP/1.1 404", question -> null, "explain").err())
                .contains(note);
        assertThat(Run.of(Map.of(), "HTTP/1.1 404", question -> null, "explain", "-q")
                        .err())
                .doesNotContain(note);
        assertThat(Run.with("HTTP/1.1 404", "explain"))
                .matches(run -> run.err().isEmpty() && run.out().contains("has not started the application"));
    }
}
