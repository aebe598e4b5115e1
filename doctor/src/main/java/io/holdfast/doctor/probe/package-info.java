/** The probe: tries a protected resource from outside, as a thief would, and says what it lets through. */
package io.holdfast.doctor.probe;
