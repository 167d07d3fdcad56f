package dev.botsentinel.spring.test;

import dev.botsentinel.spring.SentinelAutoConfiguration;
import dev.botsentinel.testing.EventRecorder;
import dev.botsentinel.testing.ManualTime;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the application's guard alone: its policy and the beans that the guard is made of, without web server, database
 * and other auto-configuration. The storage is in memory, on a {@link ManualTime} that the test turns; what the guard tells
 * is in an {@link EventRecorder}. All three are beans to inject, as is the {@code Sentinel}.
 *
 * <pre>{@code
 * @SentinelTest
 * class FloodTest {
 *     @Autowired Sentinel<TelegramUpdate> sentinel;
 *     @Autowired ManualTime time;
 *
 *     @Test
 *     void aFloodIsDenied() { … }
 * }
 * }</pre>
 *
 * <p>Of the application's components only those are scanned that a guard takes, and those with {@code @Guarded}. What these
 * need and isn't there, the test supplies, by {@code @MockitoBean} for example. State lasts as long as the context, which
 * Spring shares among test classes: begin each test with ids of its own, or turn the clock far enough.
 *
 * <p>For Spring Boot 4 and its JUnit.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SentinelTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(SentinelTypeExcludeFilter.class)
@ImportAutoConfiguration({SentinelTestAutoConfiguration.class, SentinelAutoConfiguration.class})
public @interface SentinelTest {

    /** When the clock stands at first, as in {@code 2026-01-01T12:00:00Z}. */
    String clock() default "2026-01-01T12:00:00Z";

    /** Properties for the test, as in {@code sentinel.policy.location=classpath:other.yml}. */
    String[] properties() default {};

    /** Whether only components are scanned that a guard takes; otherwise none are but those of {@link #includeFilters}. */
    boolean useDefaultFilters() default true;

    /** Further components to scan. */
    Filter[] includeFilters() default {};

    /** Components to leave out. */
    Filter[] excludeFilters() default {};
}
