/** What a decision costs, beside what a user would pick instead. */
package io.holdfast.benchmarks;
