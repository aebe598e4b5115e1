/** The key ring in Apache HttpClient 4.5. */
package io.holdfast.httpclient4;
