/** Whole Tomcats as an operator installs them, in the Maven profile {@code integration} only. */
package io.holdfast.demo.tomcat;
