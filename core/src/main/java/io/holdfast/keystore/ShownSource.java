package io.holdfast.keystore;

/**
 * The name of a source in messages. Holdfast's own sources describe themselves. Of an application's own source only the
 * class is shown: the source may be a record, say, whose text holds a password.
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
