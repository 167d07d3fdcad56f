package dev.botsentinel.cli.suggest;

import dev.botsentinel.cli.worstcase.Occurrences;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who did what when, of a recording. What limits aren't asked about is left out: exempt updates, later parts of albums, and
 * updates by nobody. Bounded: of more than 1,000 actions the later ones count as {@code *}; 20 million updates are kept,
 * each in eight to sixteen bytes. Not thread-safe.
 */
public final class RecordedTraffic {

    private static final int MOST_ACTIONS = 1000;
    private static final long MOST_UPDATES = 20_000_000;

    private final Map<String, Map<String, Occurrences>> byAction = new LinkedHashMap<>();
    private final Map<String, String> lastAlbums = new HashMap<>();
    private long updates;
    private long left;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros;

    /**
     * Adds what one update brings.
     *
     * @param atMicros when it came; not before the one before
     */
    public void add(Request request, long atMicros) {
        String subject = request.subjectId();
        if (subject == null || request.exemption() != Exemption.NONE || isLaterPart(subject, request)) {
            return;
        }
        if (updates >= MOST_UPDATES) {
            left++;
            return;
        }
        updates++;
        firstMicros = Math.min(firstMicros, atMicros);
        lastMicros = Math.max(lastMicros, atMicros);
        byAction.computeIfAbsent(name(request.actionName()), any -> new HashMap<>())
                .computeIfAbsent(subject, any -> new Occurrences())
                .add(atMicros);
    }

    private boolean isLaterPart(String subject, Request request) {
        String album = request.album();
        if (album == null) {
            return false;
        }
        String key = album + "/" + request.actionName();
        return key.equals(lastAlbums.put(subject, key));
    }

    /** The action as an entry of a policy can have it. */
    private String name(String action) {
        boolean possible = action.indexOf('*') < 0 && !action.isBlank();
        return possible && (byAction.containsKey(action) || byAction.size() < MOST_ACTIONS) ? action : PolicySet.ANY;
    }

    Map<String, Map<String, Occurrences>> byAction() {
        return byAction;
    }

    /** How many updates were counted. */
    public long updates() {
        return updates;
    }

    /** How many more there were than are kept. */
    public long left() {
        return left;
    }

    /** When the first of them came, in microseconds since the epoch; 0 without any. */
    public long firstMicros() {
        return updates == 0 ? 0 : firstMicros;
    }

    /** When the last of them came. */
    public long lastMicros() {
        return lastMicros;
    }
}
