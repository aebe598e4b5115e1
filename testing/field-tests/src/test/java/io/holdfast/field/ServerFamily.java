package io.holdfast.field;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** How the servers of one maker are set up, started and looked at, as an operator does it. */
interface ServerFamily {
    /** Writes the configuration for TLS with an optional client certificate, and puts the WARs where they belong. */
    void prepare(Site site, List<Path> wars) throws Exception;

    /** What starts it in the foreground. */
    ProcessBuilder command(Site site) throws Exception;

    /** True once it has done with all that was there at the start. */
    boolean isReady(Site site, List<Path> wars) throws Exception;

    /** Deploys what could not be there at the start. */
    default void afterStart(Site site, List<Path> wars) throws Exception {}

    /** Whether a WAR can be put in the place of the same one while it runs; else only a restart does that. */
    default boolean replacesWhileRunning() {
        return true;
    }

    /**
     * Puts a WAR in the place of the same one.
     *
     * @return what is true once the server has done with it
     */
    Callable<Boolean> replace(Site site, Path war) throws Exception;

    /** Where the logs are, beside what is printed. */
    List<Path> logDirectories(Site site);

    /** What has to run together: one start each. */
    default List<List<Trial>> starts() {
        return List.of(List.of(
                Trial.FILTER,
                Trial.MISSPELT_SETTING,
                Trial.MISSING_TRUST_STORE,
                Trial.ERROR_IN_INIT,
                Trial.MISSING_CLASS,
                Trial.NO_JAR,
                Trial.MISSPELT_CLASS,
                Trial.OTHER_NAMESPACE));
    }

    /** Whether HTTP/2 can be chosen over TLS 1.3. */
    default boolean speaksHttp2OverTls13() {
        return true;
    }

    /** The name of an application, which is its path. */
    static String application(Path war) {
        String name = war.getFileName().toString();
        return name.substring(0, name.length() - ".war".length());
    }

    /** How often the text has the expression. */
    static int count(String text, String expression) {
        return (int) Pattern.compile(expression).matcher(text).results().count();
    }
}
