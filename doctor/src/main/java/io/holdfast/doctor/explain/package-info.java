/**
 * Explains refusals: a door's decision about a described request, and what logs and challenges mean.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.explain;
