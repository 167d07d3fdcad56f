package dev.botsentinel.secrets;

import com.azure.security.keyvault.secrets.SecretClient;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret of Azure Key Vault, in its newest version. Needs {@code com.azure:azure-security-keyvault-secrets} and the role <i>Key Vault
 * Secrets User</i>. A secret that doesn't exist is absent, all else that isn't the value is refused: also one that has expired, isn't valid
 * yet or is disabled. The SDK tries again what Azure throttles or fails at.
 *
 * <p>Immutable and thread-safe.
 */
public final class AzureSecret implements SecretSource {

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

    private final String name;
    private final @Nullable String field;
    private final AzureReader reader;

    private AzureSecret(String name, @Nullable String field, AzureReader reader) {
        this.name = name;
        this.field = field;
        this.reader = reader;
    }

    /**
     * Read with the default credential: from the environment, the pod, the machine's identity or a developer's tools. Needs {@code
     * com.azure:azure-identity}, too. The client is made at the first reading and kept as long as the process.
     *
     * @param vault such as {@code https://bots.vault.azure.net}
     * @throws IllegalStateException if the SDK isn't there
     */
    public static AzureSecret of(URI vault, String name) {
        Sdk.require(
                "com.azure.security.keyvault.secrets.SecretClient",
                "com.azure:azure-security-keyvault-secrets",
                "Azure Key Vault");
        Sdk.require(
                "com.azure.identity.DefaultAzureCredentialBuilder",
                "com.azure:azure-identity",
                "Azure's default credential");
        if (!"https".equals(vault.getScheme()) || vault.getHost() == null) {
            throw new IllegalArgumentException("the address of a Key Vault is like https://bots.vault.azure.net");
        }
        return new AzureSecret(checked(name), null, AzureReader.ofDefault(vault, name));
    }

    /** Read with a client of yours, which has the credential and the time limits that you gave it. */
    public static AzureSecret with(SecretClient client, String name) {
        return new AzureSecret(checked(name), null, AzureReader.of(client, name));
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a secret of Key Vault has a name of 1 to 127 letters, digits or '-'");
        }
        return name;
    }

    /** One value of a secret that is a JSON object. */
    public AzureSecret field(String field) {
        return new AzureSecret(name, field, reader);
    }

    @Override
    public String description() {
        return KeptText.name("Azure secret", name + " in " + reader.vault(), field);
    }

    @Override
    public SecretLookup read() {
        return reader.read(field);
    }
}
