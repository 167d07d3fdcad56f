package dev.botsentinel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the modules export, that they run as modules, and that no exported type shows one that isn't exported. */
class ModulesTest {

    private static final String CORE = "dev.botsentinel.core";
    private static final String ENGINE = "dev.botsentinel.engine";

    private static final ModuleFinder CLASS_PATH = ModuleFinder.of(Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .map(Path::of)
            .filter(path -> Files.isRegularFile(path) || Files.exists(path.resolve("module-info.class")))
            .toArray(Path[]::new));

    @Test
    void coreExportsAllButItsEngine() {
        ModuleDescriptor core = module(CORE);
        Set<String> inside = new TreeSet<>(core.packages());
        inside.removeAll(exported(core));
        assertThat(inside).containsExactly(ENGINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.botsentinel.bucket4j",
                "dev.botsentinel.data",
                "dev.botsentinel.logging",
                "dev.botsentinel.memory",
                "dev.botsentinel.policytest",
                "dev.botsentinel.redis",
                "dev.botsentinel.servlet",
                "dev.botsentinel.scan",
                "dev.botsentinel.storage.tests",
                "dev.botsentinel.telegram",
                "dev.botsentinel.telegrambots",
                "dev.botsentinel.testing",
                "dev.botsentinel.web"
            })
    void otherLibrariesExportAllButTheRedisClient(String name) {
        Set<String> inside = new TreeSet<>(module(name).packages());
        inside.removeAll(exported(module(name)));
        // A module counts folders of resources as packages if their names could be.
        inside.removeIf(it -> it.startsWith("dev.botsentinel.redis.lua."));
        assertThat(inside)
                .isEqualTo(name.equals("dev.botsentinel.redis") ? Set.of("dev.botsentinel.redis.client") : Set.of());
    }

    /** Nor Micrometer, which is optional for modules too. */
    @Test
    void aGuardInMemoryNeedsNoMoreThanThis() {
        assertThat(resolved("dev.botsentinel.memory"))
                .contains(CORE)
                .filteredOn(name -> !name.startsWith("java."))
                .isSubsetOf(
                        CORE,
                        "dev.botsentinel.memory",
                        "com.github.benmanes.caffeine",
                        "org.slf4j",
                        "org.snakeyaml.engine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.botsentinel.redis",
                "dev.botsentinel.servlet",
                "dev.botsentinel.telegram",
                "dev.botsentinel.telegrambots",
                "dev.botsentinel.storage.tests",
                "dev.botsentinel.policytest",
                "dev.botsentinel.cli"
            })
    void modulesFindWhatTheyRequire(String name) {
        assertThat(resolved(name)).contains(CORE, name);
    }

    @Test
    void secretsAndWebhooksNeedTheJdkAlone() {
        assertThat(resolved("dev.botsentinel.web"))
                .filteredOn(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .containsExactly("dev.botsentinel.web");
    }

    /** The guard's own packages see each other; an application sees the exported ones. */
    @Test
    void anApplicationCanNotEnterTheEngine() throws ReflectiveOperationException {
        ModuleLayer layer = ModuleLayer.defineModulesWithOneLoader(
                        configuration("dev.botsentinel.memory"),
                        List.of(ModuleLayer.boot()),
                        ClassLoader.getPlatformClassLoader())
                .layer();
        Module core = layer.findModule(CORE).orElseThrow();
        Class<?> engine = core.getClassLoader().loadClass(ENGINE + ".Engine");
        assertThat(engine.getModule()).isEqualTo(core);
        assertThat(core.isExported(ENGINE, getClass().getModule())).isFalse();
        assertThat(core.isExported("dev.botsentinel", getClass().getModule())).isTrue();
    }

    @Test
    void noExportedTypeShowsATypeOfTheEngine() {
        JavaClasses types = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.botsentinel");
        assertThat(showing(types, "dev.botsentinel.decision"))
                .as("finds what is shown")
                .contains("dev.botsentinel.Sentinel");
        assertThat(showing(types, ENGINE)).isEmpty();
    }

    /** The exported types that show one of this package: as a parent, or in what is public or protected of them. */
    private static Set<String> showing(JavaClasses types, String packageName) {
        Set<String> exported = exported(module(CORE));
        return types.stream()
                .filter(type -> exported.contains(type.getPackageName()) && isPublic(type))
                .filter(type -> shown(type).anyMatch(it -> it.getPackageName().equals(packageName)))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ModulesTest::isPublic).orElse(true);
    }

    private static Stream<JavaClass> shown(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> fields = type.getAllFields().stream()
                .filter(it -> isShown(it.getModifiers()))
                .map(JavaField::getType);
        Stream<JavaType> ofCode = Stream.<JavaCodeUnit>concat(
                        type.getAllMethods().stream(), type.getConstructors().stream())
                .filter(it -> isShown(it.getModifiers()))
                .flatMap(it -> Stream.concat(
                        Stream.of(it.getReturnType()),
                        Stream.concat(it.getParameterTypes().stream(), it.getExceptionTypes().stream())));
        return Stream.of(parents, fields, ofCode).flatMap(it -> it).flatMap(it -> it.getAllInvolvedRawTypes().stream());
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static ModuleDescriptor module(String name) {
        ModuleDescriptor found =
                CLASS_PATH.find(name).map(ModuleReference::descriptor).orElseThrow();
        assertThat(found.isAutomatic()).isFalse();
        return found;
    }

    private static Set<String> exported(ModuleDescriptor module) {
        return module.exports().stream()
                .filter(it -> !it.isQualified())
                .map(Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Configuration configuration(String root) {
        return ModuleLayer.boot().configuration().resolve(CLASS_PATH, ModuleFinder.of(), Set.of(root));
    }

    private static Set<String> resolved(String root) {
        return configuration(root).modules().stream()
                .map(it -> it.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
