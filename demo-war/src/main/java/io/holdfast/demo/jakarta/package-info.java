/** The application in a {@code jakarta.servlet} container; its twin for {@code javax.servlet} differs in that name only. */
package io.holdfast.demo.jakarta;
