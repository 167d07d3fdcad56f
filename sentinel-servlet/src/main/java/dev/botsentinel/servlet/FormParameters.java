package dev.botsentinel.servlet;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a form in a body, behind those of the query. Bounded by the body and at {@value #MOST} of them. */
final class FormParameters {

    /** As Tomcat 11 has it. */
    static final int MOST = 1000;

    private FormParameters() {}

    /** @throws IllegalStateException as containers do: if the body is no form, or has too many parameters */
    static Map<String, String[]> merge(Map<String, String[]> query, byte[] body, Charset charset) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        query.forEach((name, values) -> all.put(name, new ArrayList<>(Arrays.asList(values))));
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int start = 0; start < text.length(); ) {
            int ampersand = text.indexOf('&', start);
            int end = ampersand < 0 ? text.length() : ampersand;
            if (end > start) {
                if (++count > MOST) {
                    throw new IllegalStateException("the form has more than " + MOST + " parameters");
                }
                add(all, text.substring(start, end), charset);
            }
            start = end + 1;
        }
        Map<String, String[]> merged = new LinkedHashMap<>();
        all.forEach((name, values) -> merged.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(merged);
    }

    private static void add(Map<String, List<String>> all, String pair, Charset charset) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        all.computeIfAbsent(decode(name, charset), ignored -> new ArrayList<>()).add(decode(value, charset));
    }

    private static String decode(String text, Charset charset) {
        try {
            return URLDecoder.decode(text, charset);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException("the form can't be decoded", unreadable);
        }
    }
}
