/**
 * The client's side for Apache HttpClient 5: fetches certificate-bound tokens and attaches them.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.httpclient;
