/**
 * The key ring in Apache HttpClient 4.5.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.httpclient4;
