/** The command line that every command shares: arguments, secrets, output, exit codes. */
package io.holdfast.doctor.cli;
