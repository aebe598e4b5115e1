/** The doctor: certificate-bound access tokens (RFC 8705) from the command line. */
package io.holdfast.doctor;
