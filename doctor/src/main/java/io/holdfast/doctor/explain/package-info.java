/** Explains refusals: a door's decision about a described request, and what logs and challenges mean. */
package io.holdfast.doctor.explain;
