package io.holdfast.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttp;
import org.junit.jupiter.api.Test;

class OkHttpVersionTest {
    @Test
    void testsRunWithTheOkHttpThatTheyAreFor() throws Exception {
        // Not OkHttp.VERSION, which the compiler writes into this class.
        assertThat(OkHttp.class.getField("VERSION").get(null)).isEqualTo(System.getProperty("holdfast.okhttp"));
    }
}
