/** The client's side for Apache HttpClient 5: fetches certificate-bound tokens and attaches them. */
package io.holdfast.httpclient;
