package dev.botsentinel.spring.test;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Gives the context the properties that a {@link SentinelTest} says. */
final class SentinelTestContextBootstrapper extends SpringBootTestContextBootstrapper {

    @Override
    protected String[] getProperties(Class<?> testClass) {
        MergedAnnotation<SentinelTest> annotation = MergedAnnotations.from(
                        testClass, SearchStrategy.INHERITED_ANNOTATIONS)
                .get(SentinelTest.class);
        List<String> properties = new ArrayList<>();
        properties.add(SentinelTestAutoConfiguration.CLOCK + "=" + annotation.getString("clock"));
        properties.add("spring.main.web-application-type=none");
        properties.add("sentinel.audit.enabled=false");
        properties.addAll(List.of(annotation.getStringArray("properties")));
        return properties.toArray(String[]::new);
    }
}
