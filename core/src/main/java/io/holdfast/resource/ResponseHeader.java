package io.holdfast.resource;

/** A header line that a door adds to the answer of a refused request. Immutable. */
public final class ResponseHeader {
    private final String name;
    private final String value;

    ResponseHeader(String name, String value) {
        this.name = name;
        this.value = value;
    }

    /** The field name. */
    public String name() {
        return name;
    }

    /** The field value. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
