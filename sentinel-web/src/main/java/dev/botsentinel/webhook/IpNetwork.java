package dev.botsentinel.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A network of IPv4 or IPv6 addresses, such as {@code 149.154.160.0/20}. Names are never looked up. Immutable. */
public final class IpNetwork {

    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]+(?:[0-9.]+)?");
    private static final int LONGEST_V6 = 45;

    private final byte[] start;
    private final int bits;

    private IpNetwork(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /**
     * Reads {@code 149.154.160.0/20}, or a single address.
     *
     * @throws IllegalArgumentException if it is none, or has bits set beyond the slash, which is mostly a mistake
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        String size = slash < 0 ? "" : text.substring(slash + 1);
        if (address == null || (slash >= 0 && !size.matches("[0-9]{1,3}"))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no network; expected one like 149.154.160.0/20 or 2001:db8::/32");
        }
        int longest = address.getAddress().length * 8;
        int bits = slash < 0 ? longest : Integer.parseInt(size);
        if (bits > longest) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no network; /" + bits + " is more than the " + longest + " bits it has");
        }
        byte[] start = cut(address.getAddress(), bits);
        if (!Arrays.equals(start, address.getAddress())) {
            throw new IllegalArgumentException(
                    "'" + text + "' has bits set beyond /" + bits + "; the network begins at " + text(start));
        }
        return new IpNetwork(start, bits);
    }

    /** The address that is written here; null if it is none. Nothing is looked up. */
    static @Nullable InetAddress address(String text) {
        boolean literal = V4.matcher(text).matches()
                || (text.length() <= LONGEST_V6
                        && text.indexOf(':') >= 0
                        && V6.matcher(text).matches());
        try {
            return literal ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException none) {
            return null;
        }
    }

    /** Whether the address is in this network. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == start.length && Arrays.equals(cut(bytes, bits), start);
    }

    /** The network around an address that may be shown: /24 of IPv4, /48 of IPv6. */
    static String around(@Nullable InetAddress address) {
        if (address == null) {
            return "unknown";
        }
        int bits = address.getAddress().length == 4 ? 24 : 48;
        return new IpNetwork(cut(address.getAddress(), bits), bits).toString();
    }

    private static byte[] cut(byte[] address, int bits) {
        byte[] cut = address.clone();
        for (int i = 0; i < cut.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            cut[i] &= (byte) (0xFF << (8 - kept));
        }
        return cut;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code 149.154.160.0/20}. */
    @Override
    public String toString() {
        return text(start) + "/" + bits;
    }
}
