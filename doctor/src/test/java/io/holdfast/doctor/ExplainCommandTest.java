package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.json.StrictJson;
import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.resource.RefusalReason;
import io.holdfast.testkit.Door;
import io.holdfast.testpki.PemText;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private Path web(Map<String, String> settings) throws Exception {
        StringBuilder parameters = new StringBuilder();
        settings.forEach((name, value) -> parameters.append("<init-param><param-name>" + name
                + "</param-name><param-value>" + value + "</param-value></init-param>\n"));
        return Parties.file(
                files,
                "web.xml",
                "<?xml version='1.0'?>\n<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='5.0'>\n<filter>"
                        + "<filter-name>other</filter-name><filter-class>com.example.Filter</filter-class></filter>\n"
                        + "<filter><filter-name>holdfast</filter-name><filter-class>"
                        + "io.holdfast.servlet.jakarta.CertificateBoundTokenFilter</filter-class>\n" + parameters
                        + "</filter><filter-mapping><filter-name>holdfast</filter-name><url-pattern>/*</url-pattern>"
                        + "</filter-mapping></web-app>");
    }

    private String token(String clientId) throws Exception {
        return Parties.file(files, clientId + ".jwt", SERVICE.accessToken(clientId))
                .toString();
    }

    private String certificate(String clientId) {
        return SERVICE.identity(clientId).writePemCertificates(files, clientId).toString();
    }

    @Test
    void namesTheCheckThatFailsWithFoundExpectedSettingAndRemedy() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("audience", "https://invoices.example");

        Run run = Run.of(
                "explain",
                "--settings",
                web(settings).toString(),
                "--token-file",
                token("server-a"),
                "--cert",
                certificate("server-a"));

        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out())
                .contains("401 token_audience")
                .contains("signature NOT checked")
                .containsPattern(
                        "FAIL +audience +found https://orders.example; expected one of \\[https://invoices.example\\] \\[audience\\]")
                .containsPattern("pass +issuer")
                .containsPattern("---- +signature")
                .containsPattern("binding +not reached")
                .contains("correct the resource's audience")
                .contains("docs/troubleshoot-a-401.md");
    }

    @Test
    void decidesOnlineAndWithAFileOfKeysAsWell() throws Exception {
        Path settings = web(Parties.settings(SERVICE));
        String keys = Parties.file(files, "keys.json", jwks()).toString();
        for (List<String> source : List.of(List.of("--online"), List.of("--keys", keys))) {
            String[] good = Parties.concat(
                    source,
                    "explain",
                    "--settings",
                    "" + settings,
                    "--token-file",
                    token("server-a"),
                    "--cert",
                    certificate("server-a"));
            assertThat(Run.of(good)).matches(run -> run.code() == 0 && run.out().contains("the request passes"));
            String[] stolen = Parties.concat(
                    source,
                    "explain",
                    "--settings",
                    "" + settings,
                    "--token-file",
                    token("server-a"),
                    "--cert",
                    certificate("partner-b"));
            assertThat(Run.of(stolen))
                    .matches(run -> run.code() == 1 && run.out().contains("certificate_mismatch"));
            String forged = Parties.file(
                            files,
                            "forged.jwt",
                            SERVICE.token("server-a").forged().mint())
                    .toString();
            String[] changed = Parties.concat(
                    source,
                    "explain",
                    "--settings",
                    "" + settings,
                    "--token-file",
                    forged,
                    "--cert",
                    certificate("server-a"));
            assertThat(Run.of(changed))
                    .matches(run -> run.code() == 1 && run.out().contains("token_signature"));
        }
        assertThat(Run.of(
                                "explain",
                                "--settings",
                                "" + settings,
                                "--token-file",
                                files.resolve("forged.jwt").toString(),
                                "--cert",
                                certificate("server-a"))
                        .out())
                .as("without keys it does not pretend to know")
                .contains("signature NOT checked");
    }

    @Test
    void namesWhatIsWrongWithAFileOfKeys() throws Exception {
        String web = web(Parties.settings(SERVICE)).toString();
        String set = jwks();
        String key = set.substring(set.indexOf('[') + 1, set.lastIndexOf(']'));
        Map<String, String> unusable = Map.of(
                key.substring(0, key.indexOf('}') + 1),
                "it has no array 'keys'",
                "<!DOCTYPE html><title>Not found</title>",
                "is not JSON",
                "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n",
                "is not JSON",
                "",
                "is not JSON",
                "{\"keys\":[]}",
                "no key that can verify a signature",
                set.replaceAll("\"use\" *: *\"sig\"", "\"use\":\"enc\""),
                "is for encryption");

        for (Map.Entry<String, String> file : unusable.entrySet()) {
            String keys = Parties.file(files, "keys.json", file.getKey()).toString();
            Run run = Run.of("explain", "--settings", web, "--token-file", token("server-a"), "--keys", keys);
            assertThat(run.code()).as(file.getKey() + run.all()).isEqualTo(2);
            assertThat(run.err())
                    .contains("The file of --keys cannot be used", file.getValue())
                    .doesNotContain("fetched");
        }
        String more = "{\"kty\":\"oct\",\"kid\":\"spare\",\"k\":\"AAAA\"}";
        String both = Parties.file(files, "both.json", "\uFEFF{\"keys\":[" + key + "," + more + "]}")
                .toString();
        assertThat(Run.of(
                        "explain",
                        "--settings",
                        web,
                        "--token-file",
                        token("server-a"),
                        "--cert",
                        certificate("server-a"),
                        "--keys",
                        both))
                .matches(run -> run.code() == 0
                        && run.out().contains("the request passes")
                        && run.err().contains("the key 'spare' is left out, because"));
    }

    @Test
    void readsATokenBehindAMarkOfByteOrder() throws Exception {
        String web = web(Parties.settings(SERVICE)).toString();
        String marked = Parties.file(files, "marked.jwt", "\uFEFF" + SERVICE.accessToken("server-a") + "\r\n")
                .toString();
        String head = Parties.file(
                        files,
                        "marked.txt",
                        "\uFEFFGET /orders HTTP/1.1\r\nAuthorization: Bearer " + SERVICE.accessToken("server-a")
                                + "\r\n")
                .toString();

        for (String[] source : new String[][] {{"--token-file", marked}, {"--request-head", head}}) {
            assertThat(Run.of("explain", "--settings", web, "--cert", certificate("server-a"), source[0], source[1]))
                    .matches(run -> run.code() == 0 && run.out().contains("the request passes"));
        }
        assertThat(Run.with("\uFEFFHTTP/1.1 404", "explain").out()).contains("There is nothing at this path");
        String twice = Parties.file(files, "twice.jwt", "\uFEFF\uFEFF" + SERVICE.accessToken("server-a"))
                .toString();
        assertThat(Run.of("explain", "--settings", web, "--token-file", twice).code())
                .isEqualTo(2);
    }

    @Test
    void readsTheLastRequestOfAllThatCurlShows() throws Exception {
        String web = web(Parties.settings(SERVICE)).toString();
        String request = "GET /orders HTTP/1.1\nHost: api.example\nAuthorization: Bearer "
                + SERVICE.accessToken("server-a") + "\nAccept: */*\n";
        String marked = request.replaceAll("(?m)^(?=.)", "> ") + "> \n";
        String[] texts = {
            request,
            "* Connected to api.example\n" + request,
            marked,
            marked.trim().replaceAll("> $", ">"),
            "* Trying 192.0.2.1:443...\n* ALPN: server accepted http/1.1\n" + marked
                    + "* Request completely sent off\n< HTTP/1.1 401 \n< WWW-Authenticate: Bearer\n< \n{ [5 bytes data]\n",
            "> CONNECT api.example:443 HTTP/1.1\n> Host: api.example:443\n> \n< HTTP/1.1 200 Connection established\n< \n"
                    + "* CONNECT phase completed!\n" + marked + "< HTTP/1.1 401\n",
            "> GET /old HTTP/1.1\n> Host: api.example\n>\n< HTTP/1.1 302 Found\n<\n" + marked
        };

        for (String text : texts) {
            String head = Parties.file(files, "head.txt", text).toString();
            Run run = Run.of("explain", "--settings", web, "--cert", certificate("server-a"), "--request-head", head);
            assertThat(run.out()).as(text + run.err()).contains("the request passes", "GET /orders");
        }
        String wrong = Parties.file(files, "wrong.txt", "* x\n> GET / HTTP/1.1\n> Host: a\n> no field\n")
                .toString();
        assertThat(Run.of("explain", "--settings", web, "--request-head", wrong))
                .matches(run -> run.code() == 2 && run.err().contains("Line 4 of the file"));
    }

    @Test
    void showsTheScopesOfTheClaimThatTheSettingsName() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("scopeClaim", "scp");
        settings.put("requiredScopes", "write");
        String token = Parties.file(
                        files,
                        "scp.jwt",
                        SERVICE.token("server-a")
                                .claim("scp", List.of("read", "list"))
                                .mint())
                .toString();

        assertThat(Run.of(
                                "explain",
                                "--settings",
                                "" + web(settings),
                                "--token-file",
                                token,
                                "--cert",
                                certificate("server-a"))
                        .out())
                .containsPattern("FAIL +scope +found \\[read, list\\]; expected write");
    }

    private static String jwks() throws Exception {
        return new String(
                SERVICE.sslContext().getSocketFactory() == null ? new byte[0] : get(SERVICE.jwksUri()),
                StandardCharsets.UTF_8);
    }

    private static byte[] get(java.net.URI uri) throws Exception {
        return java.net.http.HttpClient.newBuilder()
                .sslContext(SERVICE.sslContext())
                .build()
                .send(
                        java.net.http.HttpRequest.newBuilder(uri).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    @Test
    void saysWhatARealDoorSays() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        Path context = Parties.file(files, "context.xml", Parties.contextXml(settings));
        String stolen = token("server-a");
        try (Door door = Parties.tomcat(files.resolve("tomcat"), SERVICE, settings)) {
            List<String> thief = Parties.identity(files, SERVICE, "partner-b");
            Run call = Run.of(Parties.concat(thief, "call", door.secure() + "/api/x", "--token-file", stolen));
            Run explained = Run.of(
                    "explain",
                    "--settings",
                    "" + context,
                    "--token-file",
                    stolen,
                    "--cert",
                    certificate("partner-b"),
                    "--json");

            assertThat(call.err()).contains("HTTP/1.1 401").contains("is bound to");
            Map<String, Object> json = StrictJson.parseObject(explained.out());
            assertThat(json).containsEntry("reason", "certificate_mismatch");
            assertThat(call.err())
                    .contains(String.valueOf(((List<?>) json.get("answer")).get(0))
                            .replace("WWW-Authenticate: ", ""));
        }
    }

    @Test
    void readsTheCertificateInTheHeaderOfATrustedProxy() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("certificateHeaderFormat", "nginx");
        settings.put("trustedProxies", "10.1.2.3");
        String pem = PemText.certificates(List.of(SERVICE.identity("server-a").certificate()));
        String header = Parties.file(
                        files,
                        "header",
                        URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20"))
                .toString();
        String web = web(settings).toString();

        assertThat(Run.of("explain", "--settings", web, "--token-file", token("server-a"), "--header-value", header))
                .matches(run -> run.code() == 0 && run.out().contains("the request passes"));
        assertThat(Run.of(
                        "explain",
                        "--settings",
                        web,
                        "--token-file",
                        token("server-a"),
                        "--cert",
                        certificate("server-a")))
                .as("a certificate in TLS is the proxy's own")
                .matches(run -> run.code() == 1 && run.out().contains("certificate_missing"));
    }

    @Test
    void judgesARequestOfAProxyThatIsKnownByItsCertificateOnlyWithThat() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("certificateHeaderFormat", "nginx");
        settings.put("trustedProxyCertificates", SERVICE.identity("partner-b").thumbprint());
        String pem = PemText.certificates(List.of(SERVICE.identity("server-a").certificate()));
        String header = Parties.file(
                        files,
                        "header",
                        URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20"))
                .toString();
        List<String> line = List.of(
                "--settings", web(settings).toString(), "--token-file", token("server-a"), "--header-value", header);

        assertThat(Run.of(Parties.concat(line, "explain")))
                .matches(run -> run.code() == 3
                        && run.err().contains("trustedProxyCertificates")
                        && run.err().contains("--cert FILE"));
        assertThat(Run.of(Parties.concat(line, "explain", "--cert", certificate("server-a"))))
                .matches(run -> run.code() == 3);
        assertThat(Run.of(Parties.concat(line, "explain", "--cert", certificate("partner-b"))))
                .matches(run -> run.code() == 0 && run.out().contains("the request passes"));
    }

    @Test
    void saysNothingElseOfEnvoysHeaderThanTheDoor() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("certificateHeaderFormat", "envoy");
        settings.put("trustedProxies", "10.1.2.3");
        settings.put("trustedHops", "2");
        String hash = SERVICE.identity("server-a").thumbprint();
        String hex =
                new java.math.BigInteger(1, java.util.Base64.getUrlDecoder().decode(hash)).toString(16);
        String value = "Hash=" + "0".repeat(64 - hex.length()) + hex + ",Hash=" + "a".repeat(64);

        Run run = Run.of(
                "explain",
                "--settings",
                web(settings).toString(),
                "--token-file",
                token("server-a"),
                "--header-value",
                Parties.file(files, "header", value).toString());

        assertThat(run.out()).as(run.all()).contains("the request passes");
        assertThat(run.err()).doesNotContain("finds no certificate");
        assertThat(run.code()).isZero();
    }

    @Test
    void explainsWhatWasCopiedFromATerminalOrALog() throws Exception {
        String challenge =
                "HTTP/1.1 401 \r\nWWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\", error_description=\"The access token is not bound to the client certificate of this connection.\"\r\n";
        String token = SERVICE.accessToken("server-a");

        Run copied = Run.with(
                challenge + "\nAuthorization: Bearer " + token + "\n"
                        + PemText.certificates(SERVICE.identity("partner-b").chain()),
                "explain");
        assertThat(copied.code()).isEqualTo(1);
        assertThat(copied.out())
                .contains("bound to ANOTHER certificate")
                .contains("signature NOT checked")
                .contains(SERVICE.identity("server-a").thumbprint())
                .doesNotContain(token);
        Run log = Run.with(
                "12:00 INFO io.holdfast.audit refused reason=certificate_mismatch status=401 door=/o/h peer=1.2.3.4 method=GET path=/o token=3f9a81c2 bound=A4DtL2Jm certificate=bwcK0esc subject=\"CN=B\" detail=\"the token's confirmation\"\n",
                "explain");
        assertThat(log.out())
                .contains("401 certificate_mismatch")
                .contains("bound to A4DtL2Jm...")
                .contains("to do");
        assertThat(Run.with("hello", "explain"))
                .matches(run -> run.code() == 2 && run.err().contains("Nothing was found"));
        assertThat(Run.with("WWW-Authenticate: Bearer", "explain").out()).contains("No access token was sent");
    }

    @Test
    void hasARemedyForEachReason() throws Exception {
        for (RefusalReason reason : RefusalReason.values()) {
            Run run = Run.with("reason=" + reason.code() + " status=" + reason.status(), "explain");
            assertThat(run.out()).contains(reason.code()).doesNotContain("see docs/troubleshoot-a-401.md\n");
            assertThat(run.out()
                            .lines()
                            .filter(line -> line.startsWith("to do"))
                            .findFirst()
                            .orElse(""))
                    .as(reason.code())
                    .hasSizeGreaterThan(25);
        }
    }

    @Test
    void fetchesNothingThatADescriptorPointsTo() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            String there = "http://127.0.0.1:" + listener.getLocalPort() + "/x";
            Path secret = Parties.file(files, "secret", "https://secret.example");
            Map<String, String> settings = Parties.settings(SERVICE);
            settings.put("audience", "&leak;");
            Path web = web(settings);
            String text = java.nio.file.Files.readString(web)
                    .replace(
                            "<web-app",
                            "<!DOCTYPE web-app PUBLIC 'x' '" + there + "' [<!ENTITY leak SYSTEM '" + secret.toUri()
                                    + "'><!ENTITY % remote SYSTEM '" + there + "'> %remote;]>\n<web-app");
            java.nio.file.Files.writeString(web, text);
            listener.setSoTimeout(1);

            Run run = Run.of("explain", "--settings", web.toString(), "--token-file", token("server-a"));

            assertThat(run.all()).doesNotContain("secret.example");
            org.assertj.core.api.Assertions.assertThatThrownBy(listener::accept)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
        Path old = web(new LinkedHashMap<>(Parties.settings(SERVICE)));
        java.nio.file.Files.writeString(
                old,
                java.nio.file.Files.readString(old)
                        .replace(
                                "<web-app",
                                "<!DOCTYPE web-app PUBLIC '-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN' 'http://java.sun.com/dtd/web-app_2_3.dtd'>\n<web-app"));
        assertThat(Run.of(
                                "explain",
                                "--settings",
                                old.toString(),
                                "--token-file",
                                token("server-a"),
                                "--cert",
                                certificate("server-a"))
                        .code())
                .as("a descriptor with the document type of its time is read")
                .isZero();
    }

    @Test
    void saysThatNoTokenWasGivenWhereStandardInputIsNotRead() throws Exception {
        Run run = Run.of("explain", "--settings", "" + web(Parties.settings(SERVICE)));

        assertThat(run.out()).contains("credentials_missing");
        assertThat(run.err()).contains("No token was given: name a FILE, - for standard input, or --token-file.");
    }
}
