/** Parts that the filters of both servlet namespaces share. */
package io.holdfast.servlet;
