/**
 * The command line that every command shares: arguments, secrets, output, exit codes.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.cli;
