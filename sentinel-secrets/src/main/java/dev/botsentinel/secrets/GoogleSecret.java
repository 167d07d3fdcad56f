package dev.botsentinel.secrets;

import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret of Google Secret Manager, in its latest version. Needs {@code com.google.cloud:google-cloud-secretmanager} and the role {@code
 * roles/secretmanager.secretAccessor}. A secret or version that doesn't exist is absent, all else that isn't the value is refused: a version
 * that is disabled or destroyed, or a value that doesn't fit its checksum. The SDK tries again what Google throttles or fails at.
 *
 * <p>Immutable and thread-safe.
 */
public final class GoogleSecret implements SecretSource {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_:.-]{1,255}");

    private final String name;
    private final @Nullable String field;
    private final GoogleReader reader;

    private GoogleSecret(String name, @Nullable String field, GoogleReader reader) {
        this.name = name;
        this.field = field;
        this.reader = reader;
    }

    /**
     * Read over HTTPS with the application's default credentials. The client is made at the first reading and kept as long as the process; a
     * reading ends after 10 s.
     *
     * @param project its id or number
     * @throws IllegalStateException if the SDK isn't there
     */
    public static GoogleSecret of(String project, String secret) {
        Sdk.require(
                "com.google.cloud.secretmanager.v1.SecretManagerServiceClient",
                "com.google.cloud:google-cloud-secretmanager",
                "Google Secret Manager");
        String name = name(project, secret);
        return new GoogleSecret(name, null, GoogleReader.ofDefault(name));
    }

    /** Read with a client of yours, which stays yours to close and has the time limits that you gave it. */
    public static GoogleSecret with(SecretManagerServiceClient client, String project, String secret) {
        String name = name(project, secret);
        return new GoogleSecret(name, null, GoogleReader.of(name, client));
    }

    private static String name(String project, String secret) {
        if (!NAME.matcher(project).matches() || !NAME.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "a project and a secret have 1 to 255 letters, digits, '-' or '_'; give the two names, not a path");
        }
        return "projects/" + project + "/secrets/" + secret + "/versions/latest";
    }

    /** One value of a secret that is a JSON object. */
    public GoogleSecret field(String field) {
        return new GoogleSecret(name, field, reader);
    }

    @Override
    public String description() {
        return KeptText.name("Google secret", name, field);
    }

    @Override
    public SecretLookup read() {
        return reader.read(field);
    }
}
