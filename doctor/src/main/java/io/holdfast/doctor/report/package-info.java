/** Certificates, tokens, times and challenges in words. */
package io.holdfast.doctor.report;
