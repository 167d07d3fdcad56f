package dev.botsentinel.examples.day;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who has an account with the bot, in which roles, and when each last proved it; independent of the seed. */
final class DayPrincipals {

    private static final String THE_DAY_BEFORE_YESTERDAY = "2026-03-12T18:05:00Z";

    private final ObjectNode all = JsonNodeFactory.instance.objectNode();

    /** The guest and most of the trouble are left out: whoever isn't here has no account. */
    void add(Cast cast) {
        List<Person> customers = cast.customers();
        for (int i = 0; i < customers.size(); i++) {
            // From 07:00 on, a quarter of an hour apart: good for half a day, the early ones have gone stale by night.
            proved(add(customers.get(i), "user"), DayTime.format(DayTime.at(7, 15 * i)));
        }
        Cast.Leads leads = cast.leads();
        proved(add(leads.admin(), "admin"), "2026-03-14T07:45:00Z");
        proved(add(leads.support(), "support"), "2026-03-14T09:00:00Z");
        proved(add(leads.merchant(), "user", "merchant"), "2026-03-14T09:50:00Z");
        proved(add(leads.stale(), "user"), THE_DAY_BEFORE_YESTERDAY);
        proved(add(leads.banned(), "user"), THE_DAY_BEFORE_YESTERDAY);
        add(leads.intruder(), "user", "beta-tester");
        add(leads.photographer(), "user");
        add(leads.channelOwner(), "user");
    }

    private ObjectNode add(Person person, String... roles) {
        ObjectNode principal = all.putObject(Long.toString(person.id()));
        principal.put("registered", true);
        ArrayNode held = principal.putArray("roles");
        for (String role : roles) {
            held.add(role);
        }
        return principal;
    }

    private static void proved(ObjectNode principal, String at) {
        principal.put("stepUpAt", at);
    }

    void write(Writer out) throws IOException {
        out.write("{\n");
        boolean first = true;
        for (var principal : all.properties()) {
            out.write(first ? "" : ",\n");
            first = false;
            out.write("  " + UpdateLog.JSON.writeValueAsString(principal.getKey()) + ": ");
            out.write(UpdateLog.JSON.writeValueAsString(principal.getValue()));
        }
        out.write("\n}\n");
        out.flush();
    }
}
