package dev.botsentinel.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where a platform's requests come from. Immutable. */
public final class SourceNetworks {

    private static final SourceNetworks TELEGRAM_2026_11 = of("149.154.160.0/20", "91.108.4.0/22");

    private final List<IpNetwork> networks;

    private SourceNetworks(List<IpNetwork> networks) {
        this.networks = networks;
    }

    /**
     * The networks that Telegram's guide to webhooks names; this list is of November 2026. Should they change, Telegram's requests are
     * refused with reason {@code network}, {@code getWebhookInfo} says 403, and {@link #of} takes the new ones.
     */
    public static SourceNetworks telegram() {
        return TELEGRAM_2026_11;
    }

    /** These networks and single addresses. */
    public static SourceNetworks of(String network, String... more) {
        return new SourceNetworks(Stream.concat(Stream.of(network), Arrays.stream(more))
                .map(IpNetwork::parse)
                .toList());
    }

    /** Every address, for platforms that publish no networks: only the signature protects. */
    public static SourceNetworks anywhere() {
        return of("0.0.0.0/0", "::/0");
    }

    boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The networks. */
    @Override
    public String toString() {
        return networks.toString();
    }
}
