package dev.botsentinel.benchmarks.calls;

import dev.botsentinel.benchmarks.calls.OwnNames.Kind;
import java.util.function.Predicate;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.LocalVariablesSorter;

/** Makes a class report its calls and what they make to {@link CallRecorder}. */
final class CallVisitor extends ClassVisitor {

    private static final int API = Opcodes.ASM9;
    private static final String RECORDER = Type.getInternalName(CallRecorder.class);

    private final OwnNames names;
    private final Predicate<String> isOwn;
    private String type = "";

    /** @param isOwn whether a class, by its name with dots, counts as own */
    CallVisitor(ClassVisitor next, OwnNames names, Predicate<String> isOwn) {
        super(API, next);
        this.names = names;
        this.isOwn = isOwn;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        type = name.replace('/', '.');
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new Method(access, name, descriptor, next);
    }

    private final class Method extends LocalVariablesSorter {

        private final String name;
        private int before;

        Method(int access, String name, String descriptor, MethodVisitor next) {
            super(API, access, descriptor, next);
            this.name = name;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            before = newLocal(Type.INT_TYPE);
            report(names.add(Kind.CALL, type, shortName(type) + "." + name), "enter", "(I)I");
            mv.visitVarInsn(Opcodes.ISTORE, before);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                mv.visitVarInsn(Opcodes.ILOAD, before);
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, "exit", "(I)V", false);
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitTypeInsn(int opcode, String operand) {
            super.visitTypeInsn(opcode, operand); // first: frames point at the NEW itself
            String of = operand.replace('/', '.');
            if (opcode == Opcodes.NEW) {
                made(isOwn.test(of) ? Kind.OWN_OBJECT : Kind.OTHER_OBJECT, of);
            } else if (opcode == Opcodes.ANEWARRAY) {
                made(Kind.OTHER_OBJECT, of + "[]");
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                made(Kind.OTHER_OBJECT, "array of numbers");
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            made(Kind.OTHER_OBJECT, Type.getType(descriptor).getClassName());
            super.visitMultiANewArrayInsn(descriptor, dimensions);
        }

        @Override
        public void visitInvokeDynamicInsn(String called, String descriptor, Handle bootstrap, Object... arguments) {
            Type returned = Type.getReturnType(descriptor);
            boolean captures = Type.getArgumentTypes(descriptor).length > 0;
            if (captures && returned.getSort() == Type.OBJECT) {
                made(Kind.OTHER_OBJECT, "lambda or text: " + returned.getClassName());
            }
            super.visitInvokeDynamicInsn(called, descriptor, bootstrap, arguments);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean isInterface) {
            if (owner.startsWith("[") && called.equals("clone")) {
                made(Kind.OTHER_OBJECT, "array, cloned");
            } else if (opcode == Opcodes.INVOKESTATIC && isFactory(owner, descriptor)) {
                String of = owner.replace('/', '.');
                report(names.add(Kind.FACTORY, of, shortName(of) + "." + called + "()"), "made", "(I)V");
            }
            super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
        }

        private boolean isFactory(String owner, String descriptor) {
            return owner.startsWith("java/")
                    && !owner.equals("java/util/Objects")
                    && Type.getReturnType(descriptor).getSort() >= Type.ARRAY;
        }

        private void made(Kind kind, String of) {
            report(names.add(kind, of, "new " + shortName(of)), "made", "(I)V");
        }

        private void report(int number, String method, String descriptor) {
            mv.visitLdcInsn(number);
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, method, descriptor, false);
        }
    }

    private static String shortName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
