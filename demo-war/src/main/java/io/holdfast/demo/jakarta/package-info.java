/**
 * The application in a {@code jakarta.servlet} container; its twin for {@code javax.servlet} differs in that name only.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.jakarta;
