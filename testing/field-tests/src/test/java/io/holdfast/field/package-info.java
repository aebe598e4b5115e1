/**
 * The doors in servers that nobody here wrote: whole distributions, each started as an operator would, with one small
 * application of the old kind and the jars that users get.
 */
package io.holdfast.field;
