package io.holdfast.demo.console;

import io.holdfast.demo.parties.Parties;
import io.holdfast.demo.parties.TokenServiceControls;
import io.holdfast.demo.partner.RecentCalls;
import io.holdfast.demo.settings.DemoSettings;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console: the page at the application's root, and the actions of its buttons. Safe for use by many threads.
 *
 * <p>Without the partners' key stores, or without a token service of its own, the page has no buttons.
 */
public final class Console implements HttpHandler, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final ConsolePage page;
    private final @Nullable Parties parties;
    private final @Nullable Actions actions;

    private Console(DemoSettings settings, @Nullable Parties parties, String whyReadOnly, RecentCalls calls) {
        String style = Template.resource("console.css");
        PageHeaders headers = new PageHeaders(style);
        FormToken formToken = FormToken.create();
        this.parties = parties;
        this.page = new ConsolePage(settings, parties, whyReadOnly, calls, style, headers, formToken);
        this.actions = parties == null ? null : new Actions(parties, formToken, new RefusalPage(style, headers));
    }

    /**
     * Loads the parties' key stores; the page shows their problems, and the rest works.
     *
     * @param tokenService null if this server has none
     */
    public static Console start(DemoSettings settings, @Nullable TokenServiceControls tokenService, RecentCalls calls) {
        Path directory = settings.partiesDirectory().orElse(null);
        if (tokenService == null) {
            return new Console(
                    settings,
                    null,
                    "There are no buttons here: they need the token service, which is not part of this server.",
                    calls);
        }
        if (directory == null) {
            return new Console(
                    settings,
                    null,
                    "There are no buttons here: they need the partners’ key stores. Set holdfast.demo.partiesDirectory "
                            + "to the directory that mvn -Pdemo has made.",
                    calls);
        }
        try {
            Parties parties = Parties.open(directory, settings, tokenService, calls);
            return new Console(settings, parties, "", calls);
        } catch (KeyMaterialException e) {
            LOG.warn("The console has no buttons: {}", e.getMessage());
            return new Console(settings, null, "There are no buttons here: " + e.getMessage(), calls);
        }
    }

    /** True if the console serves this path. */
    public boolean serves(String path) {
        return path.equals("/") || path.startsWith(Actions.PATH);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        if (request.path().equals("/")) {
            return page.handle(request);
        }
        return actions == null ? HttpResponse.of(404) : actions.handle(request);
    }

    /** Closes the parties. */
    @Override
    public void close() throws IOException {
        if (parties != null) {
            parties.close();
        }
    }
}
