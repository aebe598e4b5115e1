/** Looks over a door's settings, its key material, its issuers and its application before the first call. */
package io.holdfast.doctor.check;
