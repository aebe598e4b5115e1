package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The console of a running demo in the hands of somebody without a browser. */
final class PressedConsole {
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private final RunningDemo demo;

    PressedConsole(RunningDemo demo) {
        this.demo = demo;
    }

    String page() throws IOException {
        RawResponse page = demo.ordinary(RawRequest.get("/"));
        assertThat(page.status()).isEqualTo(200);
        return page.body();
    }

    String formToken() throws IOException {
        return formTokenOf(page());
    }

    static String formTokenOf(String page) {
        Matcher token = TOKEN.matcher(page);
        assertThat(token.find()).as("a form token on the page").isTrue();
        return token.group(1);
    }

    /** Presses a button and gives the page that the browser is sent to. */
    String press(String action) throws IOException {
        RawResponse answer = post(action, formToken());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(303);
        assertThat(answer.headers("Location")).containsExactly("../#result");
        return page();
    }

    RawResponse post(String action, String formToken) throws IOException {
        return demo.ordinary(
                RawRequest.of("POST", "/actions/" + action).form("form_token=" + formToken));
    }
}
