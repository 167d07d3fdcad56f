package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.request.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who is who in a replay: whom a recorder has written down last, else whom the file of principals has. Not thread-safe. */
final class ReplayedPrincipals implements PrincipalResolver {

    private final Map<String, Principal> file;
    private final Map<String, Resolution> recorded = new HashMap<>();
    private final Map<Resolution, Resolution> shared = new HashMap<>();

    ReplayedPrincipals(Map<String, Principal> file) {
        this.file = file;
    }

    void take(RecordedLine.Principal line) {
        recorded.put(line.subjectId(), shared.computeIfAbsent(line.resolution(), same -> same));
    }

    @Override
    public CompletionStage<Resolution> resolve(Request request) {
        String id = request.subjectId();
        Resolution known = recorded.get(id);
        return CompletableFuture.completedFuture(
                known != null ? known : Resolution.of(file.getOrDefault(id, Principal.ANONYMOUS)));
    }
}
