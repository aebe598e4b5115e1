/** TLS connections that record what really happened: whether a certificate was asked for, and which one was sent. */
package io.holdfast.doctor.tls;
