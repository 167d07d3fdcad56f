package dev.botsentinel.benchmarks;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleManager;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Alibaba Sentinel's hot-parameter flow control: one resource, a rule on its first parameter, the user; entered and left.
 * It keeps its users itself, counts its statistics with every entry, and can't be given a clock: what it denies depends on
 * the machine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AlibabaSentinelBenchmark {

    private static final String RESOURCE = "message";

    /** The rule; Alibaba Sentinel's state is static. */
    @State(Scope.Benchmark)
    public static class Rule {

        @Setup(Level.Trial)
        public void load(Traffic traffic) {
            System.setProperty(
                    "csp.sentinel.log.dir",
                    Path.of(System.getProperty("java.io.tmpdir"), "sentinel-benchmarks")
                            .toString());
            ParamFlowRuleManager.loadRules(List.of(new ParamFlowRule(RESOURCE)
                    .setParamIdx(0)
                    .setGrade(RuleConstant.FLOW_GRADE_QPS)
                    .setCount(Peers.PERMITS)
                    .setDurationInSec(Peers.PERIOD_SECONDS)
                    .setBurstCount(Peers.BURST - Peers.PERMITS)));
            traffic.rehearse(update -> enter(update.userId()));
        }
    }

    @Benchmark
    public boolean entry(Rule rule, Walk walk) {
        boolean allowed = enter(walk.next().userId());
        walk.decided(allowed);
        return allowed;
    }

    private static boolean enter(Long userId) {
        Entry entry = null;
        try {
            entry = SphU.entry(RESOURCE, EntryType.IN, 1, userId);
            return true;
        } catch (BlockException denied) {
            return false;
        } finally {
            if (entry != null) {
                entry.exit(1, userId);
            }
        }
    }
}
