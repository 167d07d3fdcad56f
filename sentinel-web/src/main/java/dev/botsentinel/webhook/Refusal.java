package dev.botsentinel.webhook;

import java.util.Locale;

/** Why a request was refused, and the status that the other side sees. Bodies are empty, so this is all it learns. */
public enum Refusal {
    /** It came without TLS, or the proxy didn't say that it came with it. */
    INSECURE(403),
    /** It came from a network that isn't on the list, or a trusted proxy didn't say from where. */
    NETWORK(403),
    /** It isn't a POST. */
    METHOD(405),
    /** It has no credentials, or some twice. */
    NO_CREDENTIALS(401),
    /** Its token or signature is wrong. */
    FORGED(401),
    /** Its signature's time is too far from now. */
    STALE(401),
    /** Its content type or encoding isn't accepted. */
    MEDIA_TYPE(415),
    /** Its body is longer than the limit. */
    TOO_LARGE(413),
    /** Its body came too slowly. */
    SLOW(408),
    /** Its body ended early. */
    BROKEN(400),
    /** It isn't UTF-8. */
    NOT_UTF8(400),
    /** It isn't JSON, is nested too deeply, or has too long a number. */
    NOT_JSON(400),
    /** The handler says that it is no update. */
    NO_UPDATE(400),
    /** It is being handled already; the platform may send it again, in case that fails. */
    UNDER_WAY(429),
    /** Too many are being read or handled; nothing was done with it, and the platform may send it again. */
    OVERLOADED(429);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The name in logs and metrics: {@code no_credentials}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
