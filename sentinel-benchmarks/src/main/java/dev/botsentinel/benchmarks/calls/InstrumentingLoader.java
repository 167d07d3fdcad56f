package dev.botsentinel.benchmarks.calls;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/**
 * Loads classes once more, and the ones to count instrumented. Needs no agent and no option of the virtual machine, and
 * leaves the classes of everybody else as they are.
 */
final class InstrumentingLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final Set<String> RECORDERS =
            Set.of(CallRecorder.class.getName(), AllocationRecorder.class.getName());

    private final Predicate<String> isLoaded;
    private final Predicate<String> isInstrumented;
    private final UnaryOperator<ClassVisitor> instrumentation;

    /**
     * @param isLoaded the classes to load here, by name: at least those to instrument and those that refer to them
     * @param isInstrumented the classes to instrument, by name
     * @param instrumentation what to do to them, in front of the visitor that writes them
     */
    InstrumentingLoader(
            Predicate<String> isLoaded, Predicate<String> isInstrumented, UnaryOperator<ClassVisitor> instrumentation) {
        super("instrumented", InstrumentingLoader.class.getClassLoader());
        this.isLoaded = isLoaded;
        this.isInstrumented = isInstrumented;
        this.instrumentation = instrumentation;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (RECORDERS.contains(name) || !isLoaded.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = bytes(name);
        byte[] defined = isInstrumented.test(name) ? instrumented(bytes) : bytes;
        return defineClass(name, defined, 0, defined.length);
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }

    private byte[] instrumented(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(instrumentation.apply(writer), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }
}
