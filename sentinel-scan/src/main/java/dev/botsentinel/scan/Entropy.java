package dev.botsentinel.scan;

import java.util.HashMap;
import java.util.Map;

/** Shannon's entropy of a text's characters: about 4.6 bits for 35 random ones of 64 kinds, less than 3 for words written often. */
final class Entropy {

    private Entropy() {}

    static double perCharacter(String text) {
        Map<Character, Integer> counts = new HashMap<>();
        for (int i = 0; i < text.length(); i++) {
            counts.merge(text.charAt(i), 1, Integer::sum);
        }
        double entropy = 0;
        for (int count : counts.values()) {
            double share = (double) count / text.length();
            entropy -= share * Math.log(share) / Math.log(2);
        }
        return entropy;
    }
}
