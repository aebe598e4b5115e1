/** The key ring of a client: its credentials through their generations, and the certificate-bound tokens got with them. */
package io.holdfast.client;
