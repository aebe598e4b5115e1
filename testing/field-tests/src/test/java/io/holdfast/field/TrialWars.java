package io.holdfast.field;

import io.holdfast.testkit.DocumentedDoor;
import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the WAR of each trial, with the lines that the documentation shows and the jar that users get. */
final class TrialWars {
    private static final String MISSING = "io/holdfast/door/ResourceDoor.class";

    private final Namespace namespace;
    private final String issuer;
    private final Path authorities;
    private final Path directory;
    private final Path classes;

    TrialWars(Namespace namespace, String issuer, Path authorities, Path directory) throws IOException {
        this.namespace = namespace;
        this.issuer = issuer;
        this.authorities = authorities;
        this.directory = Files.createDirectories(directory);
        this.classes = LegacyApplication.compile(namespace, directory.resolve("application-" + namespace.name));
    }

    /** The file that has a line for each request that has reached the application. */
    Path reached(Trial trial) {
        return directory.resolve(trial.application() + ".reached");
    }

    /** Writes {@code <application>.war}. */
    Path write(Trial trial) throws IOException {
        Path file = directory.resolve(trial.application() + ".war");
        String own = LegacyApplication.descriptor(reached(trial));
        try (WarFile war = new WarFile(file)) {
            war.tree("", LegacyApplication.webapp()).tree("WEB-INF/classes/", classes);
            if (trial.isOfValve()) {
                war.text("WEB-INF/web.xml", withoutHoldfast(own)).text("META-INF/context.xml", context(trial));
            } else {
                war.text("WEB-INF/web.xml", filter(trial).replace("</web-app>", own + "</web-app>"));
            }
            if (trial == Trial.MISSING_CLASS) {
                war.library(WarFile.without(
                        Jars.filter(),
                        MISSING,
                        directory.resolve("incomplete-" + Jars.filter().getFileName())));
            } else if (trial != Trial.NO_JAR && !trial.isOfValve()) {
                war.library(Jars.filter());
            }
        }
        return file;
    }

    private String withoutHoldfast(String own) {
        String text = DocumentedSnippet.read(namespace.document, namespace.snippet);
        return text.substring(0, text.indexOf("<filter>")) + own + "</web-app>";
    }

    private String filter(Trial trial) {
        String text = DocumentedDoor.guard(namespace.document, namespace.snippet, issuer, authorities);
        return switch (trial) {
            case MISSPELT_SETTING -> replaced(text, "<param-name>audience<", "<param-name>audiance<");
            case MISSING_TRUST_STORE ->
                replaced(
                        text,
                        authorities.toString(),
                        directory.resolve("no-such-authorities.pem").toString());
            case ERROR_IN_INIT -> replaced(text, "<init-param>", """
                <init-param>
                <param-name>accessListener</param-name>
                <param-value>io.holdfast.field.legacy.BrokenListener</param-value>
                </init-param>
                <init-param>\
                """);
            case MISSPELT_CLASS -> replaced(text, "CertificateBoundTokenFilter<", "CertificateBoundTokenFiltre<");
            case OTHER_NAMESPACE -> replaced(text, "servlet." + namespace.name, "servlet." + namespace.other().name);
            default -> text;
        };
    }

    private String context(Trial trial) {
        String text = DocumentedDoor.valve("context.xml", issuer, authorities);
        return trial == Trial.WRONG_VALVE_ATTRIBUTE ? replaced(text, "issuer=", "isuer=") : text;
    }

    private static String replaced(String text, String from, String to) {
        int at = text.indexOf(from);
        if (at < 0) {
            throw new AssertionError("The documented lines have no " + from + ": " + text);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }
}
