package io.holdfast.demo.console;

import io.holdfast.demo.parties.Outcome;
import io.holdfast.demo.parties.Parties;
import io.holdfast.demo.parties.Scene;
import io.holdfast.demo.partner.RecentCalls;
import io.holdfast.demo.settings.DemoRole;
import io.holdfast.demo.settings.DemoSettings;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page itself, rendered from its sections for each request. Immutable. */
final class ConsolePage {
    private static final Template TEMPLATE = Template.load("console.html");
    private final DemoSettings settings;
    private final @Nullable Parties parties;
    private final String whyReadOnly;
    private final RecentCalls calls;
    private final String style;
    private final PageHeaders headers;
    private final StatusSection status;
    private final ButtonsSection buttons;
    private final ResultSection result;
    private final TimelineSection timeline;

    /**
     * @param parties null for a page without buttons
     * @param whyReadOnly the reason for a page without buttons
     */
    ConsolePage(
            DemoSettings settings,
            @Nullable Parties parties,
            String whyReadOnly,
            RecentCalls calls,
            String style,
            PageHeaders headers,
            FormToken formToken) {
        boolean apiIsHere = settings.enabled(DemoRole.PARTNER_API);
        this.settings = settings;
        this.parties = parties;
        this.whyReadOnly = whyReadOnly;
        this.calls = calls;
        this.style = style;
        this.headers = headers;
        this.status = new StatusSection(parties);
        this.buttons = new ButtonsSection(formToken);
        this.result = new ResultSection(apiIsHere);
        this.timeline = new TimelineSection(apiIsHere);
    }

    HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        Optional<Outcome> last = parties == null ? Optional.empty() : parties.last();
        Html page = TEMPLATE.filling()
                .with(
                        "title",
                        last.map(outcome -> outcome.scene().label() + " – Holdfast demo")
                                .orElse("Holdfast demo"))
                .with("style", Html.ours(style))
                .with("status", status.render())
                .with("buttons", buttons(request, last))
                .with("result", result(request, last))
                .with(
                        "timeline",
                        timeline.render(
                                parties == null ? Collections.emptyList() : parties.newestFirst(), calls.newestFirst()))
                .with("links", Links.of(settings))
                .with("roles", roles())
                .render();
        return headers.page(200, page);
    }

    /** The reason why the page has no buttons for this caller; empty if it has them. */
    private String refused(HttpRequest request) {
        return parties == null ? whyReadOnly : Callers.reasonAgainst(request).orElse("");
    }

    private Html buttons(HttpRequest request, Optional<Outcome> last) {
        String refused = refused(request);
        return refused.isEmpty()
                ? buttons.render(last.map(Outcome::scene).orElse(null))
                : ButtonsSection.refusal(refused);
    }

    private Html result(HttpRequest request, Optional<Outcome> last) {
        boolean running = parties == null || parties.tokenService().running();
        Html notice = notice(request);
        return last.isPresent()
                ? result.render(last.get(), notice, running, Instant.now())
                : result.nothingYet(notice, running, refused(request).isEmpty());
    }

    private Html notice(HttpRequest request) {
        Scene playing = parties == null ? null : parties.playing().orElse(null);
        if (playing != null) {
            return Html.element(
                    "p", "note", "“" + playing.label() + "” is still being played. Load the page again in a moment.");
        }
        return Actions.BUSY.equals(request.query())
                ? Html.element(
                        "p",
                        "note",
                        "Another button was still at work, so yours was not: one at a time. Press it again.")
                : Html.NOTHING;
    }

    private String roles() {
        return Arrays.stream(DemoRole.values())
                .filter(settings::enabled)
                .map(DemoRole::settingValue)
                .collect(Collectors.joining(", "));
    }
}
