package io.holdfast.servlet;

import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.reader.OtherReaderContract;
import java.util.Map;

/** The filter of a namespace, for every path and dispatch. */
abstract class FilterBeforeOtherReadersContract extends OtherReaderContract {
    private final String namespace;

    FilterBeforeOtherReadersContract(String namespace) {
        super(namespace);
        this.namespace = namespace;
    }

    @Override
    protected final TestWar guarded(TestWar war, Map<String, String> settings) {
        return war.filter("holdfast", "io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter", settings)
                .filterMapping("holdfast", "/*", "REQUEST", "FORWARD", "INCLUDE", "ASYNC", "ERROR");
    }
}
