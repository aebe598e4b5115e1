package io.holdfast.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test of something that a container could do differently: {@code mvn verify} runs it at every door. The other
 * tests of a door run at one door of each namespace, and at every door with
 * {@code mvn -Pevery-door verify}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("container")
public @interface OnEveryContainer {}
