package io.holdfast.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login that an application's {@code web.xml} asks the container for. Every container runs it before any filter, so
 * a request that fails there never reaches Holdfast, whatever its token.
 */
public final class LoginBeforeFilter {
    private static final Logger LOG = LoggerFactory.getLogger(LoginBeforeFilter.class);
    private static final String WEB_XML = "/WEB-INF/web.xml";
    private static final int MOST_NAMED = 5;
    private static final int LONGEST_NAME = 100;
    private static final String PAGE = " See docs/own-login.md.";

    private LoginBeforeFilter() {}

    /**
     * Warns of the login's effect in this container, and names the remedy. It never fails: a {@code web.xml}
     * that cannot be read is a warning, too.
     *
     * @param resources the application's files by their path, null for one that is not there
     * @param server the container's name and version
     * @param filter the name of Holdfast's filter
     */
    public static void warnOf(
            Function<String, @Nullable InputStream> resources, @Nullable String server, String filter) {
        try (InputStream webXml = resources.apply(WEB_XML)) {
            if (webXml != null) {
                problem(DeclaredLogin.read(webXml, filter), String.valueOf(server))
                        .ifPresent(LOG::warn);
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn(
                    "{} could not be read, so nobody has looked for a login of the container in it: {} If there is a"
                            + " <login-config> or <auth-constraint>, the container runs it before this filter." + PAGE,
                    WEB_XML,
                    brief(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString()));
        }
    }

    /** The login's effect, in words for the operator; empty if there is none, or it does nothing by itself. */
    static Optional<String> problem(DeclaredLogin login, String server) {
        boolean tomcat = server.contains("Tomcat");
        boolean form = login.method().equals("FORM");
        if (login.guarded().isEmpty() && login.method().isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("The application's web.xml has ")
                .append(login.method().isEmpty() ? "security constraints" : "the login " + brief(login.method()))
                .append(", which ")
                .append(brief(server))
                .append(" runs before any filter.");
        if (login.guarded().isEmpty()) {
            text.append(" This web.xml has no constraint with a role; one in an annotation (@ServletSecurity), in a"
                            + " web-fragment.xml or in code is not seen here. If there is one, then for its paths: ")
                    .append(consequence(login.method(), tomcat));
        } else {
            text.append(" For ").append(some(login.guarded())).append(": ").append(consequence(login.method(), tomcat));
        }
        if (form) {
            text.append(formConsequences(login, server));
        }
        return Optional.of(text.append(remedy(login, tomcat)).append(PAGE).toString());
    }

    private static String consequence(String method, boolean tomcat) {
        switch (method) {
            case "":
                return "every request gets 403, whatever its token.";
            case "FORM":
                return "a request without a session of that login gets the login page, however good its token.";
            case "CLIENT-CERT":
                return "a caller whose certificate is no user of the container's "
                        + (tomcat ? "realm" : "user registry")
                        + " with a role that is asked for is refused, whatever the token.";
            default:
                return "a request with a good token gets 401 and a challenge for " + brief(method)
                        + ", and one that answers the challenge has no token and gets 401 here.";
        }
    }

    private static String formConsequences(DeclaredLogin login, String server) {
        String shown = "";
        // Jetty redirects to the page, and the filter sees the request for it.
        if (!login.dispatchers().contains("FORWARD") && !server.startsWith("jetty/")) {
            shown = (server.contains("Tomcat")
                            ? " The login page "
                            : " If the container forwards to it, the login page ")
                    + brief(login.loginPage())
                    + " is shown to anybody without a token, because web.xml maps this filter"
                    + " for no FORWARD: add <dispatcher>REQUEST</dispatcher> and <dispatcher>FORWARD</dispatcher> to its"
                    + " filter-mapping.";
        }
        return shown
                + " Anybody can try passwords at /j_security_check without a token: the answer tells right ones from"
                + " wrong ones.";
    }

    private static String remedy(DeclaredLogin login, boolean tomcat) {
        if (tomcat) {
            return " Use Holdfast's valve in place of this filter: it stands before the login, and scopes are the roles"
                    + (login.roles().isEmpty() ? "." : " (" + some(login.roles()) + ").");
        }
        return " Take <login-config> and the <auth-constraint>s out of web.xml, and say in the setting accessRules which"
                + " scopes these paths need.";
    }

    private static String some(Collection<String> names) {
        String listed =
                names.stream().limit(MOST_NAMED).map(LoginBeforeFilter::brief).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? listed + " and more" : listed;
    }

    /** On one line, and no longer than a line. */
    private static String brief(String text) {
        String line = text.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
    }
}
