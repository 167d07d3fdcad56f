package dev.botsentinel.data;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event as one line of JSON, at INFO, to the logger {@value #LOGGER}: {@code at}, {@code event}, {@code owner}, {@code
 * id}, {@code field}, {@code why}, {@code values}. Thread-safe.
 */
public final class DataAuditLog implements DataListener {

    /** The logger's name. */
    public static final String LOGGER = "dev.botsentinel.audit.data";

    private final Logger logger = LoggerFactory.getLogger(LOGGER);
    private final UnaryOperator<String> naming;

    private DataAuditLog(UnaryOperator<String> naming) {
        this.naming = naming;
    }

    /** Names owners by their ids. */
    public static DataAuditLog create() {
        return new DataAuditLog(id -> id);
    }

    /** Names owners by what this makes of their ids: {@code new IdHash(key)::of}, as the guard's audit log does. */
    public static DataAuditLog naming(UnaryOperator<String> naming) {
        return new DataAuditLog(naming);
    }

    @Override
    public void on(DataEvent event) {
        JsonObject line = new JsonObject();
        line.addProperty("at", event.at().toString());
        line.addProperty("event", event.label());
        line.addProperty("owner", event.owner().kind().name().toLowerCase(Locale.ROOT));
        line.addProperty("id", naming.apply(event.owner().id()));
        if (event instanceof DataEvent.FieldRead read) {
            line.addProperty("field", read.field());
        } else if (event instanceof DataEvent.FieldSet set) {
            line.addProperty("field", set.field());
        } else if (event instanceof DataEvent.FieldRemoved removed) {
            line.addProperty("field", removed.field());
        } else if (event instanceof DataEvent.ValueRefused refused) {
            line.addProperty("field", refused.field());
            line.addProperty("why", refused.refusal().name().toLowerCase(Locale.ROOT));
        } else if (event instanceof DataEvent.OwnerErased erased) {
            line.addProperty("values", erased.values());
        } else if (event instanceof DataEvent.OptOutChanged changed) {
            line.addProperty("optedOut", changed.optedOut());
        }
        logger.info("{}", line);
    }
}
