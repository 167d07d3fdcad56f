package dev.botsentinel.benchmarks.calls;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Loads classes once more, and the ones to count instrumented. Needs no agent and no option of the virtual machine, and
 * leaves the classes of everybody else as they are.
 */
final class InstrumentingLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final OwnNames names;
    private final Predicate<String> isLoaded;
    private final Predicate<String> isCounted;

    /**
     * @param isLoaded the classes to load here, by name: at least those that are counted and those that refer to them
     * @param isCounted the classes to instrument, by name
     */
    InstrumentingLoader(OwnNames names, Predicate<String> isLoaded, Predicate<String> isCounted) {
        super("instrumented", InstrumentingLoader.class.getClassLoader());
        this.names = names;
        this.isLoaded = isLoaded;
        this.isCounted = isCounted;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(CallRecorder.class.getName()) || !isLoaded.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = bytes(name);
        byte[] defined = isCounted.test(name) ? instrumented(bytes) : bytes;
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
        reader.accept(new CallVisitor(writer, names, isCounted), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }
}
