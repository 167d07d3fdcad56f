package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoredItem;
import dev.botsentinel.store.StoredItem.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Law 4, one subject's data: what is kept is handed out, and what is erased is as if it had never been. */
abstract class ErasureLaw extends StoreLaw {

    private static final RateLimit OWN = RateLimit.slidingWindow(2, seconds(60));
    private static final RateLimit OF_MEMBER =
            RateLimit.tokenBucket(2, seconds(60)).scope(Scope.MEMBER);
    private static final RateLimit OF_SPACE_MEMBER =
            RateLimit.slidingWindow(2, seconds(60)).scope(Scope.SPACE_MEMBER);
    private static final RateLimit OF_CHAT =
            RateLimit.fixedWindow(100, seconds(60)).scope(Scope.CHAT);

    @Test
    void allIsHandedOutWhereverItIsKept() {
        act("42");
        block("42", seconds(60));
        assertEquals(EnumSet.of(Kind.LIMIT, Kind.SEEN, Kind.BLOCK), kinds("42", Owner.user("42")));
        assertEquals(EnumSet.of(Kind.LIMIT), kinds("42", Owner.member("42", "-100")));
        assertEquals(EnumSet.of(Kind.LIMIT), kinds("42", Owner.member("42", "a {b}:*%")));
        assertEquals(EnumSet.of(Kind.LIMIT), kinds("42", Owner.spaceMember("42", "-100")));
        assertEquals(EnumSet.of(Kind.LIMIT), kinds("42", Owner.spaceMember("42", "a {b}:*%")));
        assertEquals(5, owners("42").size());
    }

    @Test
    void whatIsHandedOutSaysWhenItEnds() {
        act("42");
        blockForEver("42");
        for (StoredItem kept : export("42")) {
            assertEquals(kept.kind() == Kind.BLOCK, kept.until() == null, kept::toString);
        }
    }

    @Test
    void ofNobodyNothingIsHandedOutOrErased() {
        act("42");
        assertEquals(List.of(), export("43"));
        assertEquals(Optional.empty(), erase("43"));
        assertEquals(5, owners("42").size());
    }

    @Test
    void nothingIsLeftOfWhatIsErased() {
        act("42");
        Block block = block("42", seconds(60));
        assertEquals(Optional.of(block), erase("42"));
        assertEquals(List.of(), export("42"));
        assertEquals(Optional.empty(), blockOf("42"));
        assertEquals(List.of(), blockedIds());
        act("42");
        assertEquals(5, owners("42").size());
    }

    @Test
    void othersAndTheirChatsKeepWhatTheyHave() {
        List<String> ids = HostileIds.ALL;
        ids.forEach(this::act);
        ids.forEach(this::blockForEver);
        long chatLeft = remaining(PlanBuilder.in("-100").limit("chat", OF_CHAT));
        for (int i = 0; i < ids.size(); i++) {
            assertTrue(erase(ids.get(i)).isPresent(), ids.get(i));
            assertEquals(List.of(), export(ids.get(i)), ids.get(i));
            for (String other : ids.subList(i + 1, Math.min(i + 4, ids.size()))) {
                assertEquals(5, owners(other).size(), other);
            }
        }
        assertEquals(List.of(), blockedIds());
        assertEquals(chatLeft, remaining(PlanBuilder.in("-100").limit("chat", OF_CHAT)));
    }

    @Test
    void otherInstancesKeepNothingEither() {
        act("42");
        block("42", seconds(60));
        erase("42");
        assertEquals(List.of(), await(otherInstance().admin().export(new Subject("42"))));
        assertEquals(Optional.empty(), await(otherInstance().admin().blockOf(new Subject("42"))));
    }

    /** Fills the subject's own limit and those in two chats and two spaces, if there is nothing yet. */
    private void act(String subject) {
        admitted(PlanBuilder.plan(subject, "-100")
                .notBlocked()
                .fingerprint(7, MINUTE)
                .limit("own", OWN)
                .limit("member", OF_MEMBER)
                .limit("chat", OF_CHAT));
        admitted(PlanBuilder.plan(subject, "a {b}:*%").limit("member", OF_MEMBER));
        for (String space : List.of("-100", "a {b}:*%")) {
            admitted(PlanBuilder.of(Owner.spaceMember(subject, space)).limit("in space", OF_SPACE_MEMBER));
        }
    }

    private List<StoredItem> export(String subject) {
        return await(store.admin().export(new Subject(subject)));
    }

    private Optional<Block> erase(String subject) {
        return await(store.admin().erase(new Subject(subject)));
    }

    private Set<Kind> kinds(String subject, Owner owner) {
        return export(subject).stream()
                .filter(kept -> kept.owner().equals(owner))
                .map(StoredItem::kind)
                .collect(Collectors.toSet());
    }

    private Set<Owner> owners(String subject) {
        return export(subject).stream().map(StoredItem::owner).collect(Collectors.toSet());
    }
}
