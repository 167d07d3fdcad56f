package dev.botsentinel.webhook;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies are believed, and which header. Nobody else's headers are looked at: whoever connects can write what they like
 * into them. Immutable.
 */
public final class TrustedProxies {

    private final @Nullable SourceNetworks networks;
    private final ForwardedHeaders headers;

    private TrustedProxies(@Nullable SourceNetworks networks, ForwardedHeaders headers) {
        this.networks = networks;
        this.headers = headers;
    }

    /** There is no proxy: TLS ends here, and the other end of the connection is the client. */
    public static TrustedProxies none() {
        return new TrustedProxies(null, ForwardedHeaders.X_FORWARDED);
    }

    /**
     * Requests come through these proxies, and only through them. Their header names the client and whether it used HTTPS; a request
     * of theirs without the header is refused. List every proxy on the way, and have the outermost one overwrite what clients send.
     */
    public static TrustedProxies of(ForwardedHeaders headers, String network, String... more) {
        return new TrustedProxies(SourceNetworks.of(network, more), headers);
    }

    /** Where the request comes from. */
    ClientOrigin origin(WebhookRequest request) {
        InetAddress peer = request.peer();
        if (networks == null) {
            return new ClientOrigin(peer, request.isTls());
        }
        if (!networks.contains(peer)) {
            // Past the proxies: as it is, for what its headers say is worth nothing.
            return new ClientOrigin(peer, request.isTls());
        }
        List<ForwardedHop> hops = headers.hops(request);
        for (int i = hops.size() - 1; i >= 0; i--) {
            ForwardedHop hop = hops.get(i);
            if (hop.address() == null || !networks.contains(hop.address())) {
                return new ClientOrigin(hop.address(), hop.secure());
            }
        }
        return ClientOrigin.UNKNOWN;
    }

    /**
     * @param address the client's; null if it isn't known
     * @param secure whether the client used HTTPS
     */
    record ClientOrigin(@Nullable InetAddress address, boolean secure) {

        static final ClientOrigin UNKNOWN = new ClientOrigin(null, false);
    }
}
