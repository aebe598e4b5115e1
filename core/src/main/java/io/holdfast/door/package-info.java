/**
 * A protected resource in operation: what a filter or a valve opens. It takes the settings from where they stand, follows
 * their file, and shows what is going on.
 */
package io.holdfast.door;
