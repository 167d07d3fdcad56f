package dev.botsentinel.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Several sources, the first that isn't absent deciding. */
final class SourceOrder implements SecretSource {

    private final List<SecretSource> sources;

    private SourceOrder(List<SecretSource> sources) {
        this.sources = List.copyOf(sources);
    }

    static SecretSource of(SecretSource first, List<SecretSource> more) {
        return new SourceOrder(Stream.concat(Stream.of(first), more.stream())
                .flatMap(source -> source instanceof SourceOrder order ? order.sources.stream() : Stream.of(source))
                .toList());
    }

    @Override
    public String description() {
        return sources.stream().map(SecretSource::description).collect(Collectors.joining(", then "));
    }

    @Override
    public SecretLookup read() throws InterruptedException {
        List<String> tried = new ArrayList<>();
        for (SecretSource source : sources) {
            SecretLookup lookup = source.read();
            if (lookup instanceof SecretLookup.Found) {
                return lookup;
            }
            if (lookup instanceof SecretLookup.Refused refused) {
                tried.add(source.description() + " " + refused.why());
                return new SecretLookup.Refused(String.join("; ", tried));
            }
            tried.add(source.description() + " " + ((SecretLookup.Absent) lookup).why());
        }
        return new SecretLookup.Absent(String.join("; ", tried));
    }
}
