/**
 * HTTP as the token service sees it, whatever server it runs in: a request, an answer, the form of a request's body and
 * the error answers of OAuth.
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.http;
