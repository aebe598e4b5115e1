/** The application in a {@code javax.servlet} container; its twin for {@code jakarta.servlet} differs in that name only. */
package io.holdfast.demo.javax;
