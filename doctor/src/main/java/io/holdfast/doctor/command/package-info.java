/** The commands that fetch tokens, call with them, and show thumbprints. */
package io.holdfast.doctor.command;
