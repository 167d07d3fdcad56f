package dev.botsentinel.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.WritesRefusedException;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.Socket;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house: who may import whom, and what nobody does. They stand here because this module sees all
 * others but the benchmarks.
 */
class HouseRulesTest {
    private static final String ROOT = "dev.botsentinel";
    private static final String ALL = ROOT + "..";

    private static JavaClasses house;

    @BeforeAll
    static void open() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    @Test
    void noPackageCycles() {
        slices().assignedFrom(onePerPackage()).should().beFreeOfCycles().check(house);
    }

    @Test
    void requestImportsNothingOfOurs() {
        importsOnly("request");
    }

    @Test
    void policyImportsNothingOfOurs() {
        importsOnly("policy");
    }

    @Test
    void annotationsImportOnlyPolicy() {
        importsOnly("policy.annotation", "policy");
    }

    @Test
    void decisionImportsOnlyPlanAndBelow() {
        importsOnly("decision", "plan", "policy", "request");
    }

    @Test
    void planImportsOnlyPolicyAndRequest() {
        importsOnly("plan", "policy", "request");
    }

    @Test
    void theRedisClientKnowsNothingOfPlans() {
        noClasses()
                .that(resideInAPackage(ROOT + ".redis.client.."))
                .should()
                .dependOnClassesThat(resideInAPackage(ALL)
                        .and(not(resideInAPackage(ROOT + ".redis.client..")))
                        .and(not(type(StoreException.class)))
                        .and(not(type(NothingDoneException.class)))
                        .and(not(type(WritesRefusedException.class)))
                        .and(not(type(ThrottledLog.class))))
                .because("it runs scripts; what they and their keys mean is the storage's")
                .check(house);
    }

    @Test
    void onlyTheRedisStorageUsesItsClient() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".redis..")))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".redis.client.."))
                .because("applications configure the client by RedisStoreBuilder")
                .check(house);
    }

    @Test
    void onlyThoseWhoEnterByTheFrontDoorImportIt() {
        noClasses()
                .that(not(resideInAPackage(ROOT)))
                .and(not(resideInAnyPackage(
                        ROOT + ".run..",
                        ROOT + ".telegram..",
                        ROOT + ".telegrambots..",
                        ROOT + ".servlet..",
                        ROOT + ".spring..",
                        ROOT + ".cli..",
                        ROOT + ".policytest..",
                        ROOT + ".examples..",
                        ROOT + ".adapter.tests..",
                        ROOT + ".storage.tests.chain..")))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT))
                .because(
                        "the root package imports, and is imported only by what adapters run, adapters, applications and what tests whole guards")
                .check(house);
    }

    @Test
    void onlyTheMicrometerPackageImportsMicrometer() {
        noClasses()
                .that(not(resideInAnyPackage(
                        ROOT + ".micrometer..",
                        ROOT + ".webhook.micrometer..",
                        ROOT + ".spring..",
                        ROOT + ".examples..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.micrometer.."))
                .because("Micrometer is optional: whoever lacks it must not notice")
                .check(house);
    }

    /** An address in an update leads nowhere: what reads updates can't open a connection. Stores on other machines are apart. */
    @Test
    void whatReadsUpdatesOpensNoConnections() {
        noClasses()
                .that(not(resideInAnyPackage(
                        ROOT + ".redis..",
                        ROOT + ".secrets..",
                        ROOT + ".examples..",
                        ROOT + ".cli..",
                        ROOT + ".spring..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http..", "okhttp3..")
                        .or(type(URLConnection.class))
                        .or(type(Socket.class)))
                .because("a server-side request forgery needs a client")
                .check(house);
    }

    /** The guard of webhooks runs behind any server. */
    @Test
    void theWebhookCoreKnowsNoServer() {
        noClasses()
                .that(resideInAPackage(ROOT + ".webhook"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.sun.net.httpserver..", "jakarta.."))
                .check(house);
    }

    @Test
    void nothingIsJavaSerialised() {
        classes()
                .that(resideInAPackage(ALL))
                .should(notDeclareItselfSerializable())
                .check(house);
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class, Externalizable.class)
                .check(house);
    }

    @Test
    void nobodyUsesJavaUtilLogging() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                .because("SLF4J is the one way to log")
                .check(house);
    }

    @Test
    void onlyApplicationsPrint() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".cli..", ROOT + ".examples..")))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("a library logs, it doesn't print")
                .check(house);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(liveInANullMarkedPackage()).check(house);
    }

    private static void importsOnly(String name, String... others) {
        String own = ROOT + "." + name;
        String[] allowed = Stream.concat(Stream.of(own), Arrays.stream(others).map(other -> ROOT + "." + other))
                .toArray(String[]::new);
        noClasses()
                .that(resideInAPackage(own))
                .should()
                .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAnyPackage(allowed))))
                .check(house);
    }

    private static SliceAssignment onePerPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    /** Enums and exceptions are serialisable by birth; only a class that says so itself is meant. */
    private static ArchCondition<JavaClass> notDeclareItselfSerializable() {
        return new ArchCondition<>("not declare itself Serializable") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                boolean declared =
                        javaClass.getRawInterfaces().stream().anyMatch(it -> it.isEquivalentTo(Serializable.class));
                events.add(new SimpleConditionEvent(
                        javaClass, !declared, javaClass.getName() + " declares itself Serializable"));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                JavaPackage room = javaClass.getPackage();
                events.add(new SimpleConditionEvent(
                        javaClass, room.isAnnotatedWith(NullMarked.class), room.getName() + " is not @NullMarked"));
            }
        };
    }
}
