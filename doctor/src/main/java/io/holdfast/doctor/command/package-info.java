/**
 * The commands that fetch tokens, call with them, and show thumbprints.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.command;
