/**
 * The key ring in the frameworks that wrap HTTP clients. Each program of {@code docs/in-your-framework.md} is compiled and run
 * with the class path that Maven gives to a project of somebody who uses that framework.
 */
package io.holdfast.frameworks;
