package dev.botsentinel.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header by which a proxy says where a request came from. */
public enum ForwardedHeaders {
    /**
     * {@code X-Forwarded-For} and {@code X-Forwarded-Proto}, as most proxies send them. If {@code X-Forwarded-Proto} has several
     * values, all must be {@code https}.
     */
    X_FORWARDED {
        @Override
        List<ForwardedHop> hops(WebhookRequest request) {
            List<String> protocols = valuesOf(request, "X-Forwarded-Proto");
            boolean secure = !protocols.isEmpty() && protocols.stream().allMatch("https"::equalsIgnoreCase);
            return valuesOf(request, "X-Forwarded-For").stream()
                    .map(it -> new ForwardedHop(ForwardedHop.address(it), secure))
                    .toList();
        }
    },

    /** {@code Forwarded} of RFC 7239; the element that names the client has to say {@code proto=https}. */
    FORWARDED {
        @Override
        List<ForwardedHop> hops(WebhookRequest request) {
            return valuesOf(request, "Forwarded").stream()
                    .map(ForwardedHeaders::element)
                    .toList();
        }
    };

    private static final int LONGEST = 4096;
    private static final int MOST_HOPS = 32;
    private static final Pattern PARAMETER = Pattern.compile("(for|proto)=(?:\"([^\"\\\\]*)\"|([^;,\\s\"]*))");

    /** The hops, the nearest last; empty if the header is missing or absurd. */
    abstract List<ForwardedHop> hops(WebhookRequest request);

    private static ForwardedHop element(String text) {
        String address = "";
        boolean secure = false;
        Matcher parameter = PARAMETER.matcher(text.toLowerCase(Locale.ROOT));
        while (parameter.find()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            if (parameter.group(1).equals("for")) {
                address = value;
            } else {
                secure = value.equals("https");
            }
        }
        return new ForwardedHop(ForwardedHop.address(address), secure);
    }

    private static List<String> valuesOf(WebhookRequest request, String name) {
        String joined = String.join(",", request.header(name));
        if (joined.isBlank() || joined.length() > LONGEST) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String value : joined.split(",", -1)) {
            values.add(value.strip());
        }
        return values.size() > MOST_HOPS ? List.of() : values;
    }
}
