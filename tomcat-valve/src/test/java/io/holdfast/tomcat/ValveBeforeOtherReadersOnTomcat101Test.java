package io.holdfast.tomcat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("other-reader")
@Tag("tomcat-10.1")
@DisplayName("The valve on Tomcat 10.1, before applications that read paths in their own way")
final class ValveBeforeOtherReadersOnTomcat101Test extends ValveBeforeOtherReadersContract {

    ValveBeforeOtherReadersOnTomcat101Test() {
        super("jakarta");
    }
}
