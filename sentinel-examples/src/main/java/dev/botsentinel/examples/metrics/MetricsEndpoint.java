package dev.botsentinel.examples.metrics;

import dev.botsentinel.micrometer.SentinelMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A guarded bot that Prometheus can watch: the recorded day happens to it again and again, in ten minutes each time, while
 * {@code /metrics} and {@code /health} answer on this machine. Ends with Ctrl+C.
 *
 * <p>{@code --port 9400} says where; {@code --trouble} has storage, user database and handler fail for an hour of the day
 * each; {@code --once} has one day happen as fast as it can, prints what {@code /metrics} would say, and ends.
 */
public final class MetricsEndpoint implements AutoCloseable {

    private static final int PORT = 9400;

    /** A day has 3,000 updates. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final BusyShop shop;
    private final Pages pages;

    MetricsEndpoint(int port, boolean trouble) throws IOException {
        registry.config().meterFilter(new Buckets());
        shop = new BusyShop(SentinelMetrics.to(registry), trouble);
        pages = new Pages(port, registry, shop::health);
    }

    /**
     * Times become histograms, so that the dashboard can show quantiles: twelve buckets each, from a decision in memory to
     * the resolver's time limit. Each bucket is a series more for each action, reason and rule that occurs.
     */
    static final class Buckets implements MeterFilter {

        /** 100 µs to 1 s. */
        private static final double[] NANOS = {1e5, 2.5e5, 5e5, 1e6, 2.5e6, 5e6, 10e6, 25e6, 50e6, 100e6, 250e6, 1e9};

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getName().startsWith("sentinel.")
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(NANOS)
                            .build()
                            .merge(config)
                    : config;
        }
    }

    /** Runs the bot; see above for the arguments. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (!String.join(" ", args).matches("((--once|--trouble|--port \\d{1,5})( |$))*")) {
            System.err.println("usage: MetricsEndpoint [--once] [--trouble] [--port <port>]");
            System.exit(2);
        }
        List<String> said = List.of(args);
        boolean once = said.contains("--once");
        int port = said.contains("--port") ? Integer.parseInt(said.get(said.indexOf("--port") + 1)) : PORT;
        // A day that ends at once needs no port that somebody knows.
        try (MetricsEndpoint endpoint = new MetricsEndpoint(once ? 0 : port, said.contains("--trouble"))) {
            if (once) {
                endpoint.shop().liveThroughDay(Duration.ZERO);
                out.print(endpoint.registry.scrape());
            } else {
                Runtime.getRuntime().addShutdownHook(new Thread(endpoint::close, "end"));
                out.println("Ctrl+C ends this; until then see " + endpoint.address() + "/metrics and /health");
                endpoint.shop().liveThroughDays(PAUSE);
            }
        }
    }

    BusyShop shop() {
        return shop;
    }

    /** Where the pages are. */
    String address() {
        return pages.address();
    }

    @Override
    public void close() {
        shop.close();
        pages.close();
    }
}
