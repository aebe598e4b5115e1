/** The key ring in OkHttp 4 and 5. */
package io.holdfast.okhttp;
