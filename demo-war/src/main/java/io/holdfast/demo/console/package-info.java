/**
 * The console: one page that shows the parties, and buttons that have them play. Rendered here, without a script.
 *
 * <p>The HTML is in templates among this package's resources; {@link io.holdfast.demo.console.Html} is the only type
 * that they accept, and the one place where text is escaped.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.console;
