/** The key ring in the JDK's {@code java.net.http.HttpClient}. */
package io.holdfast.javahttp;
