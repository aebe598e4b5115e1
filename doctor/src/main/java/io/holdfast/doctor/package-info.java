/**
 * The doctor: certificate-bound access tokens (RFC 8705) from the command line.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor;
