package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A bot's class path with this module and sentinel-web, and no vendor's library. */
class MissingSdkTest {

    @Test
    void theArtifactThatIsMissingIsNamed() throws Exception {
        try (URLClassLoader bare = bare("")) {
            assertThatThrownBy(() -> make(bare, "AwsSecret", new Class<?>[] {String.class}, "bot"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("software.amazon.awssdk:secretsmanager");
            assertThatThrownBy(() ->
                            make(bare, "GoogleSecret", new Class<?>[] {String.class, String.class}, "bots", "bot"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.google.cloud:google-cloud-secretmanager");
            assertThatThrownBy(() -> azure(bare))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.azure:azure-security-keyvault-secrets");
        }
        try (URLClassLoader withoutIdentity = bare("azure-(core|security|json|xml).*|reactor.*|reactive.*")) {
            assertThatThrownBy(() -> azure(withoutIdentity))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.azure:azure-identity");
        }
    }

    /** The control: with the libraries the same calls give sources. */
    @Test
    void withTheLibrariesThereAreSources() throws Exception {
        try (URLClassLoader all = bare(".*")) {
            assertThat(make(all, "AwsSecret", new Class<?>[] {String.class}, "bot"))
                    .isNotNull();
            assertThat(make(all, "GoogleSecret", new Class<?>[] {String.class, String.class}, "bots", "bot"))
                    .isNotNull();
            assertThat(azure(all)).isNotNull();
        }
    }

    private static Object azure(ClassLoader loader) throws Exception {
        URI vault = URI.create("https://bots.vault.azure.net");
        return make(loader, "AzureSecret", new Class<?>[] {URI.class, String.class}, vault, "bot");
    }

    private static Object make(ClassLoader loader, String type, Class<?>[] parameters, Object... arguments)
            throws Exception {
        Class<?> source = loader.loadClass("dev.botsentinel.secrets." + type);
        assertThat(source.getClassLoader()).isSameAs(loader);
        // Links the one method, as a call does; reflection would load the types of all of them.
        MethodHandle of =
                MethodHandles.publicLookup().findStatic(source, "of", MethodType.methodType(source, parameters));
        try {
            return of.invokeWithArguments(arguments);
        } catch (Exception failure) {
            throw failure;
        } catch (Throwable error) {
            throw new AssertionError(error);
        }
    }

    /** The project's own classes, and the libraries whose file's name matches. */
    private static URLClassLoader bare(String libraries) {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(it -> isOurs(it) || it.getFileName().toString().matches(libraries))
                .map(MissingSdkTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    }

    private static boolean isOurs(Path entry) {
        return entry.endsWith("classes") || entry.getFileName().toString().startsWith("sentinel-web");
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
