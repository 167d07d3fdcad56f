package dev.botsentinel.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Finds secrets in all that was ever committed and that a branch, a tag or another reference still reaches, also if it was removed
 * since. Each version of a file is read once, at the commit that brought it. Ignore files have no say: what was committed is there.
 * Needs JGit. Not thread-safe; each scan has its own.
 */
public final class HistoryScanner {

    private static final int SHOWN_OF_ID = 10;

    private final Repository repository;
    private final ObjectReader reader;
    /** A version of a file: id and path. */
    private final Set<String> seen = new HashSet<>();

    private final List<Finding> findings = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    private HistoryScanner(Repository repository, ObjectReader reader) {
        this.repository = repository;
        this.reader = reader;
    }

    /**
     * Scans the history of the repository that a path is in.
     *
     * @return findings whose path is {@code COMMIT:PATH}, as {@code git show} takes it; their fingerprints are those of the path alone, so
     *     that one baseline holds for the tree and the history
     * @throws IOException if the path is in no repository, or that can't be read
     */
    public static ScanResult scan(Path path) throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder()
                .findGitDir(path.toAbsolutePath().normalize().toFile());
        if (builder.getGitDir() == null) {
            throw new IOException("is in no git repository; --history needs one");
        }
        try (Repository repository = builder.build();
                ObjectReader reader = repository.newObjectReader()) {
            HistoryScanner scanner = new HistoryScanner(repository, reader);
            scanner.scanAll();
            return new ScanResult(scanner.findings, scanner.seen.size(), scanner.skipped);
        }
    }

    private void scanAll() throws IOException {
        try (RevWalk commits = new RevWalk(reader)) {
            for (Ref ref : repository.getRefDatabase().getRefs()) {
                RevObject target = ref.getObjectId() == null ? null : commits.peel(commits.parseAny(ref.getObjectId()));
                if (target instanceof RevCommit commit) {
                    commits.markStart(commit);
                }
            }
            commits.sort(RevSort.TOPO);
            commits.sort(RevSort.REVERSE, true);
            for (RevCommit commit : commits) {
                scan(commits, commit);
            }
        }
    }

    private void scan(RevWalk commits, RevCommit commit) throws IOException {
        try (TreeWalk files = new TreeWalk(reader)) {
            files.setRecursive(true);
            files.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                files.addTree(commits.parseCommit(parent).getTree());
            }
            if (commit.getParentCount() > 0) {
                files.setFilter(TreeFilter.ANY_DIFF);
            }
            while (files.next()) {
                boolean file = (files.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
                if (file && seen.add(files.getObjectId(0).name() + " " + files.getPathString())) {
                    scan(commit, files.getPathString(), files.getObjectId(0));
                }
            }
        }
    }

    private void scan(RevCommit commit, String path, ObjectId id) throws IOException {
        String place = commit.name().substring(0, SHOWN_OF_ID) + ":" + path;
        ObjectLoader content = reader.open(id);
        if (content.getSize() > TreeScanner.LARGEST) {
            skipped.add(place + ": is larger than " + (TreeScanner.LARGEST >> 20) + " MiB");
            return;
        }
        String text = FileText.of(content.getCachedBytes((int) TreeScanner.LARGEST));
        if (text != null) {
            TextScanner.scan(path, text).forEach(it -> findings.add(it.at(place)));
        }
    }
}
