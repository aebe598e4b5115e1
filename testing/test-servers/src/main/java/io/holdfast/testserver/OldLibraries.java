package io.holdfast.testserver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.slf4j.LoggerFactory;

/** Uses the libraries that an old application carries, and reports them: lines of name=value. */
public final class OldLibraries {
    private static final byte[] KEY = new byte[32];

    private OldLibraries() {}

    public static String report() {
        Map<String, String> report = new TreeMap<>();
        report.put("jose4j", jarOf(JsonWebSignature.class));
        report.put("jose4j.works", Boolean.toString(signsAndVerifies()));
        report.put("bcprov", jarOf(BouncyCastleProvider.class));
        report.put("bcprov.info", new BouncyCastleProvider().getInfo());
        report.put("bcprov.works", Integer.toString(sha3("abc")[0] & 0xFF));
        report.put("slf4j-api", jarOf(LoggerFactory.class));
        report.put("slf4j.binding", jarOf(LoggerFactory.getILoggerFactory().getClass()));
        LoggerFactory.getLogger("old.application").warn("The old application logs.");
        StringBuilder lines = new StringBuilder();
        report.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        return lines.toString();
    }

    private static boolean signsAndVerifies() {
        try {
            JsonWebSignature signed = signature();
            signed.setPayload("old");
            signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            JsonWebSignature verified = signature();
            verified.setCompactSerialization(signed.getCompactSerialization());
            return verified.verifySignature() && verified.getPayload().equals("old");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonWebSignature signature() {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setKey(new HmacKey(KEY));
        return signature;
    }

    private static byte[] sha3(String text) {
        SHA3Digest digest = new SHA3Digest(256);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        digest.update(bytes, 0, bytes.length);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }

    private static String jarOf(Class<?> type) {
        String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Path.of(path).getFileName().toString();
    }
}
