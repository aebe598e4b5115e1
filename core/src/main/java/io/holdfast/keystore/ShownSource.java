package io.holdfast.keystore;

/**
 * How messages name a source. Holdfast's own say what they are. Of an application's own only the class is told: it may
 * be a record, say, whose text holds a password.
 */
final class ShownSource {
    private ShownSource() {}

    static String of(Object source) {
        Class<?> type = source.getClass();
        return type.getName().startsWith(ShownSource.class.getPackage().getName() + ".") && !type.isSynthetic()
                ? source.toString()
                : type.getName();
    }
}
