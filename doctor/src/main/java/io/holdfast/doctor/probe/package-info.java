/**
 * The probe: tries a protected resource from outside, as a thief would, and says what it lets through.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.probe;
