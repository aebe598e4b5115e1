package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random names, each in many spellings, beside names that differ from it in one place. */
class DistinguishedNameTest {
    private static final Map<String, ASN1ObjectIdentifier> TYPES = Map.of(
            "CN",
            BCStyle.CN,
            "OU",
            BCStyle.OU,
            "O",
            BCStyle.O,
            "L",
            BCStyle.L,
            "2.5.4.97",
            BCStyle.ORGANIZATION_IDENTIFIER);

    /** The letters of names, each in the spellings that are the same letter. */
    private static final List<List<String>> LETTERS = List.of(
            List.of("a", "A"),
            List.of("i", "I"),
            List.of("s", "S"),
            List.of("\u00fc", "\u00dc", "u\u0308", "U\u0308"),
            List.of("\u0130", "I\u0307"),
            List.of("\u0131"),
            List.of("\u017f"),
            List.of("\u00df"),
            List.of("\uff41", "\uff21"),
            List.of("\ufb01"),
            List.of("\uff0c"),
            List.of("\uff1d"),
            List.of("\uff0b"),
            List.of(","),
            List.of("="),
            List.of("+"),
            List.of("\\"),
            List.of("\""),
            List.of("#"),
            List.of(";"),
            List.of("\u00a0"),
            List.of("\u00ad"),
            List.of("?"));

    private final Random random = new Random(8705);

    @Test
    @DisplayName(
            "A-10 I1 I2 a name matches its own spellings and no name that differs in an RDN, whatever was compared before")
    void tellsRandomNamesApart() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            List<Map<String, List<Integer>>> name = name();
            List<Map<String, List<Integer>>> other = changed(name);
            DistinguishedName registered = DistinguishedName.parse(text(name));
            X500Principal same = new X500Principal(encoded(name));
            X500Principal different = new X500Principal(encoded(other));

            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThat(registered.matches(same)).as("%s is %s", same, name).isTrue();
                assertThat(registered.matches(different))
                        .as("%s is %s, not %s", different, other, name)
                        .isFalse();
            }
        }
    }

    private List<Map<String, List<Integer>>> name() {
        List<Map<String, List<Integer>>> name = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Map<String, List<Integer>> rdn = new TreeMap<>();
            for (int j = random.nextInt(6) == 0 ? 1 : 0; j >= 0; j--) {
                rdn.put(type(), value());
            }
            name.add(rdn);
        }
        return name;
    }

    private String type() {
        return List.copyOf(TYPES.keySet()).get(random.nextInt(TYPES.size()));
    }

    private List<Integer> value() {
        return random.ints(1 + random.nextInt(6), 0, LETTERS.size()).boxed().collect(Collectors.toList());
    }

    /** The name with one letter, RDN or attribute more, less or other, or with its RDNs in another order. */
    private List<Map<String, List<Integer>>> changed(List<Map<String, List<Integer>>> name) {
        List<Map<String, List<Integer>>> other = new ArrayList<>();
        name.forEach(rdn -> {
            Map<String, List<Integer>> copy = new TreeMap<>();
            rdn.forEach((type, value) -> copy.put(type, new ArrayList<>(value)));
            other.add(copy);
        });
        while (other.equals(name)) {
            int at = random.nextInt(other.size());
            Map<String, List<Integer>> rdn = other.get(at);
            List<Integer> value = rdn.values().iterator().next();
            switch (random.nextInt(6)) {
                case 0 -> value.set(random.nextInt(value.size()), random.nextInt(LETTERS.size()));
                case 1 -> value.add(random.nextInt(value.size() + 1), random.nextInt(LETTERS.size()));
                case 2 -> other.add(at, name().get(0));
                case 3 -> other.add(other.remove(at));
                case 4 -> rdn.put(type(), value());
                default -> {
                    if (at > 0) { // an RDN becomes a part of its neighbour's value, by a separator that is none
                        List<Integer> neighbour =
                                other.get(at - 1).values().iterator().next();
                        neighbour.add(10 + random.nextInt(6));
                        neighbour.addAll(value);
                        other.remove(at);
                    }
                }
            }
        }
        return other;
    }

    private byte[] encoded(List<Map<String, List<Integer>>> name) throws IOException {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        for (int i = name.size() - 1; i >= 0; i--) { // RFC 4514 writes the last RDN first
            Map<String, List<Integer>> rdn = name.get(i);
            builder.addMultiValuedRDN(
                    rdn.keySet().stream().map(TYPES::get).toArray(ASN1ObjectIdentifier[]::new),
                    rdn.values().stream()
                            .map(this::spelt)
                            .map(text -> random.nextBoolean() ? new DERUTF8String(text) : new DERBMPString(text))
                            .toArray(ASN1Encodable[]::new));
        }
        return builder.build().getEncoded();
    }

    private String text(List<Map<String, List<Integer>>> name) {
        return name.stream()
                .map(rdn -> rdn.entrySet().stream()
                        .map(attribute -> attribute.getKey() + "="
                                + spelt(attribute.getValue()).replaceAll("([,=+\\\\\"#;])", "\\\\$1"))
                        .collect(Collectors.joining("+")))
                .collect(Collectors.joining(","));
    }

    private String spelt(List<Integer> value) {
        return value.stream()
                .map(LETTERS::get)
                .map(spellings -> spellings.get(random.nextInt(spellings.size())))
                .collect(Collectors.joining());
    }
}
