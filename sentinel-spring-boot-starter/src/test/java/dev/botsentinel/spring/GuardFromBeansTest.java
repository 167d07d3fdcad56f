package dev.botsentinel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.guard.Call;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.memory.MemoryUserRepository;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.policy.annotation.Limit;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.FailedUpdate;
import dev.botsentinel.response.Responder;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.EventRecorder;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What the guard takes from the application's beans. */
@Timeout(60)
class GuardFromBeansTest {

    private final ApplicationContextRunner context = Contexts.clicks();

    @SuppressWarnings("unchecked")
    private static Sentinel<Click> sentinel(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return context.getBean(Sentinel.class);
    }

    private static Reason deny(Sentinel<Click> sentinel, String user, String button) {
        return ((Denied) sentinel.check(new Click(user, button))).reason();
    }

    @Configuration(proxyBeanMethods = false)
    static class OnePerMinute {

        @Bean
        PolicySet policy() {
            return PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.perMinute(1)))
                    .action("click:admin", Policy.noLimits().requires(Requirement.role("admin")))
                    .action("click:open", Policy.noLimits())
                    .role("admin", Role.of())
                    .build();
        }

        @Bean
        PrincipalResolver roles() {
            return PrincipalResolver.of(Map.of("ann", Principal.registered("admin")));
        }
    }

    @Test
    void theGuardIsInjectedByItsUpdateType() {
        record Bot(Sentinel<Click> sentinel) {}
        context.withUserConfiguration(OnePerMinute.class)
                .withBean(Bot.class)
                .run(it -> assertThat(it.getBean(Bot.class).sentinel()).isSameAs(sentinel(it)));
    }

    @Test
    void policyAndResolverBeansDecide() {
        context.withUserConfiguration(OnePerMinute.class).run(it -> {
            Sentinel<Click> sentinel = sentinel(it);
            assertThat(sentinel.check(new Click("ann", "buy")).isAllowed()).isTrue();
            assertThat(deny(sentinel, "ann", "buy")).isEqualTo(Reason.RATE_LIMITED);
            assertThat(sentinel.check(new Click("ann", "admin")).isAllowed()).isTrue();
            assertThat(deny(sentinel, "bob", "admin")).isEqualTo(Reason.FORBIDDEN);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondResolver {

        @Bean
        PrincipalResolver vetoes() {
            return PrincipalResolver.veto(Set.of("mallory"));
        }
    }

    @Test
    void severalResolversAreCombined() {
        context.withUserConfiguration(OnePerMinute.class, SecondResolver.class).run(it -> {
            assertThat(deny(sentinel(it), "mallory", "open")).isEqualTo(Reason.VETOED);
            assertThat(sentinel(it).check(new Click("ann", "admin")).isAllowed())
                    .isTrue();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Users {

        @Bean
        PolicySet policy() {
            return PolicySet.builder()
                    .defaults(Policy.noLimits().requires(Requirement.REGISTERED))
                    .build();
        }

        @Bean
        UserRepository users() {
            return MemoryUserRepository.create();
        }
    }

    @Test
    void aUserRepositoryResolvesIfNothingElseDoes() {
        context.withUserConfiguration(Users.class).run(it -> {
            it.getBean(UserRepository.class)
                    .register("ann", Set.of())
                    .toCompletableFuture()
                    .join();
            assertThat(sentinel(it).check(new Click("ann", "buy")).isAllowed()).isTrue();
            assertThat(deny(sentinel(it), "bob", "buy")).isEqualTo(Reason.UNREGISTERED);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Interceptors {

        @Bean
        @PlacedBefore(Stage.BLOCKLIST)
        Interceptor first() {
            return call -> call.request().action().name().equals("click:first") ? Ruling.veto("first") : Ruling.PASS;
        }

        @Bean
        Interceptor usual() {
            return named("usual");
        }

        @Bean
        @PlacedAfter(Stage.LIMITS)
        Interceptor last() {
            return named("last");
        }

        private static Interceptor named(String name) {
            return new Interceptor() {
                @Override
                public Ruling examine(Call call) {
                    return Ruling.PASS;
                }

                @Override
                public String describe() {
                    return name;
                }
            };
        }
    }

    @Test
    void interceptorsStandWhereTheirAnnotationsSay() {
        context.withUserConfiguration(OnePerMinute.class, Interceptors.class).run(it -> {
            assertThat(((Denied) sentinel(it).check(new Click("ann", "first"))).rule())
                    .isEqualTo("first");
            String chain = sentinel(it).explain("click:buy");
            assertThat(chain.indexOf("blocklist")).isLessThan(chain.indexOf("usual"));
            assertThat(chain.indexOf("usual")).isLessThan(chain.indexOf("limits"));
            assertThat(chain.indexOf("limits")).isLessThan(chain.indexOf("last"));
        });
    }

    @Test
    void listenersHearOfEventsAndDecisionsOnce() {
        context.withUserConfiguration(OnePerMinute.class)
                .withBean(EventRecorder.class)
                .run(it -> {
                    deny(sentinel(it), "bob", "admin");
                    EventRecorder recorder = it.getBean(EventRecorder.class);
                    recorder.assertOne(SecurityEvent.AccessDenied.class);
                    assertThat(recorder.decisions()).hasSize(1);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Answers {

        final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

        @Bean
        Responder<DeniedUpdate<Click>> denied() {
            return Responder.blocking(denied -> answers.add(denied.update().user() + " was denied"));
        }

        @Bean
        Responder<FailedUpdate<Click>> failed() {
            return Responder.blocking(failed -> answers.add(failed.kind().label()));
        }

        @Bean
        ErrorClassifier classifier() {
            return (failure, request) -> ErrorKind.BUG;
        }
    }

    @Test
    void respondersAnswerWhatTheirTypesSay() {
        context.withUserConfiguration(OnePerMinute.class, Answers.class).run(it -> {
            BlockingQueue<String> answers = it.getBean(Answers.class).answers;
            Function<Click, Outcome<String>> guarded = sentinel(it).guardCall(click -> "ok");
            assertThat(guarded.apply(new Click("bob", "admin"))).isInstanceOf(Outcome.Refused.class);
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("bob was denied");
            Consumer<Click> failing = sentinel(it).guard(click -> {
                throw new IllegalStateException("the bot's");
            });
            assertThat(catchThrowable(() -> failing.accept(new Click("ann", "open"))))
                    .hasMessage("the bot's");
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("bug");
        });
    }

    /** A handler as an application writes it: a bean, perhaps behind a proxy that Spring generates. */
    @Guarded("click:rare")
    @Limit(permits = 1, per = "1h")
    static class RareHandler {}

    @Configuration
    static class Handlers {

        @Bean
        RareHandler rare() {
            return new RareHandler();
        }

        @Guarded("click:daily")
        @Limit(permits = 1, per = "24h")
        void daily() {}
    }

    @Test
    void annotatedBeansAreGuardedAlsoBehindGeneratedClasses() {
        context.withUserConfiguration(OnePerMinute.class, Handlers.class).run(it -> {
            assertThat(sentinel(it).explain("click:rare")).contains("1 per 1h");
            assertThat(sentinel(it).explain("click:daily")).contains("1 per 1d");
        });
    }

    @Test
    void annotatedBeansAreAPolicyByThemselves() {
        context.withUserConfiguration(Handlers.class)
                .run(it -> assertThat(sentinel(it).policy().effective())
                        .extracting(effective -> effective.entry())
                        .contains("click:rare", "click:daily"));
    }

    @Test
    void trustedSubjectsOfThePropertiesAreSpared() {
        context.withUserConfiguration(OnePerMinute.class)
                .withPropertyValues("sentinel.trusted.subjects=ann,zoe", "sentinel.trusted.roles=admin")
                .run(it -> {
                    for (int i = 0; i < 5; i++) {
                        assertThat(sentinel(it).check(new Click("zoe", "buy")).isAllowed())
                                .isTrue();
                    }
                    assertThat(sentinel(it).policy().trusted().roles()).containsExactly("admin");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        @Bean
        @Order(2)
        SentinelBuilderCustomizer<Click> later() {
            return builder -> builder.policy(PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.perMinute(7)))
                    .build());
        }

        @Bean
        @Order(1)
        SentinelBuilderCustomizer<Click> earlier() {
            return builder -> builder.policy(PolicySet.builder().build());
        }
    }

    @Test
    void customizersHaveTheLastWordInTheirOrder() {
        context.withUserConfiguration(OnePerMinute.class, Customized.class)
                .run(it -> assertThat(sentinel(it).explain("click:buy")).contains("7 per 1m"));
    }

    /** With {@code destroyMethod = ""}: the application closes it. */
    @Configuration(proxyBeanMethods = false)
    static class OwnStore {

        static final MemoryStore STORE = MemoryStore.create();

        @Bean(destroyMethod = "")
        SentinelStore store() {
            return STORE;
        }
    }

    @Test
    void aStoreOfTheApplicationsIsUsedAndNotClosedByTheGuard() {
        context.withUserConfiguration(OnePerMinute.class, OwnStore.class)
                .run(it -> sentinel(it)
                        .blocklist()
                        .block("eve", "test", "why")
                        .toCompletableFuture()
                        .join());
        assertThat(OwnStore.STORE
                        .admin()
                        .blocks(null, 10)
                        .toCompletableFuture()
                        .join()
                        .blocks())
                .hasSize(1);
        OwnStore.STORE.close();
    }

    @Test
    void aGuardOfTheApplicationsIsLeftAlone() {
        context.withBean(
                        Sentinel.class,
                        () -> Sentinel.builder(Click::request)
                                .store(MemoryStore.create())
                                .build())
                .run(it -> {
                    assertThat(it).hasSingleBean(Sentinel.class).doesNotHaveBean(BootPolicy.class);
                    assertThat(it.getBean(GuardStatus.class).details())
                            .as("nobody has told")
                            .isEmpty();
                });
    }

    @Test
    void disabledThereIsNothing() {
        Contexts.bare()
                .withPropertyValues("sentinel.enabled=false")
                .run(it -> assertThat(it)
                        .hasNotFailed()
                        .doesNotHaveBean(Sentinel.class)
                        .doesNotHaveBean(GuardStatus.class));
    }

    /** A listener that asks the guard for the last time when it is closed itself. */
    static final class LastListener implements SecurityListener, AutoCloseable {

        private @Nullable Sentinel<Click> guard;
        private @Nullable String ruleAtClose;

        @Override
        public void on(SecurityEvent event) {}

        @Override
        public void close() {
            ruleAtClose = ((Denied) Objects.requireNonNull(guard).check(new Click("ann", "open"))).rule();
        }
    }

    @Test
    void theGuardIsClosedBeforeItsStorageAndItsListeners() {
        context.withUserConfiguration(OnePerMinute.class)
                .withBean(LastListener.class)
                .run(it -> {
                    LastListener last = it.getBean(LastListener.class);
                    last.guard = sentinel(it);
                    ConfigurableListableBeanFactory factory =
                            it.getSourceApplicationContext().getBeanFactory();
                    assertThat(factory.getDependentBeans("sentinelStorage")).contains("sentinel");
                    assertThat(factory.getDependentBeans("sentinelAudit")).contains("sentinel");
                    assertThat(factory.getDependentBeans("sentinel")).contains("sentinelPolicyWatch");
                    it.getSourceApplicationContext().close();
                    assertThat(last.ruleAtClose).isEqualTo("closed");
                });
    }
}
