/**
 * Looks over a door's settings, its key material, its issuers and its application before the first call.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.check;
