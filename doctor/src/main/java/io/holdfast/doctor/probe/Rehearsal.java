package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.Redaction;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.HttpBody;
import io.holdfast.keystore.TrustedCertificates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The line of {@code --plan}: it notes each call and sends nothing. A right server that lets everybody in by TLS is
 * imagined at its end, so that the calls are those of a run that finds nothing.
 */
final class Rehearsal implements Line {
    private final ProbeSettings settings;
    private final Redaction redaction = new Redaction();
    private final List<String> calls = new ArrayList<>();
    private int atOnce;

    Rehearsal(ProbeSettings settings) {
        this.settings = settings;
        redaction.token(settings.token);
    }

    /** The calls in their order, one line each. */
    List<String> calls() {
        return calls;
    }

    @Override
    public List<Exchange> send(Place place, List<Call> all) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Call call : all) {
            note(place, call);
            String protocol = call.way().protocol() != null ? call.way().protocol() : "TLSv1.3";
            Exchange.Tls tls = new Exchange.Tls(
                    protocol,
                    "",
                    true,
                    false,
                    List.of(),
                    call.identity().hasCertificate() ? List.of(call.identity().certificate()) : List.of(),
                    call.way().shared() != null);
            exchanges.add(Exchange.answered(call, tls, answer(place, call)));
        }
        return exchanges;
    }

    private void note(Place place, Call call) {
        String headers = call.headers().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("Connection"))
                .collect(Collectors.joining(", "));
        calls.add(call.method() + " " + place.origin() + shortened(redaction.shown(call.target())) + ", "
                + call.identity()
                + way(call.way())
                + (headers.isEmpty() ? "" : ", with " + headers));
    }

    private static String way(Call.Way way) {
        StringBuilder words = new StringBuilder();
        if (way.protocol() != null) {
            words.append(", ").append(way.protocol());
        }
        if (way.isHttp2()) {
            words.append(", HTTP/2");
        }
        if (way.isUnnamed() || way.serverName() != null) {
            words.append(", TLS names ").append(way.isUnnamed() ? "no server" : way.serverName());
        }
        if (way.address() != null) {
            words.append(", at ").append(way.address().getHostAddress());
        }
        return words.append(way.shared() != null ? ", TLS session shared with the one before" : "")
                .toString();
    }

    private static String shortened(String target) {
        return target.length() > 100 ? target.substring(0, 100) + "..." : target;
    }

    private Answer answer(Place place, Call call) {
        List<String> authorizations = call.headers().stream()
                .filter(header -> header.getKey().equals("Authorization"))
                .map(header -> header.getValue().replaceFirst("(?i)^bearer ", ""))
                .collect(Collectors.toList());
        boolean owner = authorizations.equals(List.of(settings.token))
                && call.identity().hasCertificate()
                && call.identity().certificate().equals(settings.own.certificate());
        boolean second = settings.otherToken != null
                && settings.other != null
                && authorizations.equals(List.of(settings.otherToken))
                && call.identity().hasCertificate()
                && call.identity().certificate().equals(settings.other.certificate());
        boolean here = place == settings.place && call.target().equals(place.target());
        return here && (owner || second)
                ? new Answer(200, List.of(), HttpBody.of(new byte[] {'-'}))
                : new Answer(401, List.of(Map.entry("WWW-Authenticate", "Bearer")), HttpBody.of(new byte[0]));
    }

    /** Notes equal calls once, with their number. */
    @Override
    public List<Exchange> sendAtOnce(Place place, List<List<Call>> connections) {
        List<Exchange> exchanges = new ArrayList<>();
        List<String> before = List.copyOf(calls);
        connections.forEach(all -> exchanges.addAll(send(place, all)));
        List<String> noted = new ArrayList<>(calls.subList(before.size(), calls.size()));
        calls.subList(before.size(), calls.size()).clear();
        for (String call : new LinkedHashSet<>(noted)) {
            calls.add(call + ", " + Collections.frequency(noted, call) + " times, all at once");
        }
        atOnce += noted.size() - (calls.size() - before.size());
        return exchanges;
    }

    @Override
    public ClientTls tls(Identity identity) {
        return ClientTls.of(identity.chain(), identity.key(), TrustedCertificates.ofPlatform());
    }

    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        return settings.addresses.of(host);
    }

    @Override
    public boolean speaksHttp2(Place place) {
        return true;
    }

    @Override
    public int sent() {
        return calls.size() + atOnce;
    }
}
