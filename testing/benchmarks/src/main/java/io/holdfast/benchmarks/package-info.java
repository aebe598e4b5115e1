/** Benchmarks of a decision, beside the libraries that a user would pick instead. */
package io.holdfast.benchmarks;
