/**
 * The application in a {@code javax.servlet} container; its twin for {@code jakarta.servlet} differs in that name only.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.javax;
