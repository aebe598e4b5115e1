package io.holdfast.testkit;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.CredentialSource;
import java.nio.file.Path;
import java.util.Collection;

/** A source as an application may write it: a record, which shows what it holds, and fails with it. */
public record SecretiveSource(String secret) implements CredentialSource {
    @Override
    public CredentialGeneration load() {
        throw new IllegalStateException(secret);
    }

    @Override
    public Collection<Path> files() {
        throw new IllegalStateException(secret);
    }
}
