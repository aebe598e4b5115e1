/**
 * TLS connections that record what really happened: whether a certificate was asked for, and which one was sent.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.tls;
