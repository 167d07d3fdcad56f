package dev.botsentinel.webhook;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a forwarding header.
 *
 * @param address who connected; null if it can't be read
 * @param secure whether with HTTPS
 */
record ForwardedHop(@Nullable InetAddress address, boolean secure) {

    /** Reads {@code 203.0.113.7}, {@code 203.0.113.7:4711}, {@code 2001:db8::1} and {@code [2001:db8::1]:4711}. */
    static @Nullable InetAddress address(String text) {
        String bare = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            bare = end < 0 ? "" : text.substring(1, end);
        } else if (text.indexOf('.') > 0 && text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            bare = text.substring(0, text.indexOf(':'));
        }
        return IpNetwork.address(bare);
    }
}
