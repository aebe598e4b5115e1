/**
 * Certificates, tokens, times and challenges in words.
 *
 * <p>Internal: the command line is what stays.
 */
package io.holdfast.doctor.report;
