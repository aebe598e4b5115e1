/**
 * The settings of doors as they stand in files.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.settings;
