/** The protected resource as a valve for Tomcat 8.5, 9.0, 10.1 and 11.0. */
package io.holdfast.tomcat;
