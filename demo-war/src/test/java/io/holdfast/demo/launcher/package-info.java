/**
 * Starts the demo on an embedded Jetty and tells its story: {@code mvn -Pdemo}.
 *
 * <p>It lives in the test tree because it needs Jetty and the test kit, which must not become part of the WAR.
 */
package io.holdfast.demo.launcher;
