package dev.botsentinel.benchmarks.calls;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.LocalVariablesSorter;

/** Makes one method of a class, in all its overloads, report what it allocates to {@link AllocationRecorder}. */
final class AllocationVisitor extends ClassVisitor {

    private static final int API = Opcodes.ASM9;
    private static final String RECORDER = Type.getInternalName(AllocationRecorder.class);

    private final String method;

    AllocationVisitor(ClassVisitor next, String method) {
        super(API, next);
        this.method = method;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        return name.equals(method) ? new Method(access, descriptor, next) : next;
    }

    private static final class Method extends LocalVariablesSorter {

        private int before;

        Method(int access, String descriptor, MethodVisitor next) {
            super(API, access, descriptor, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            before = newLocal(Type.LONG_TYPE);
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, "enter", "()J", false);
            mv.visitVarInsn(Opcodes.LSTORE, before);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                mv.visitVarInsn(Opcodes.LLOAD, before);
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, "exit", "(J)V", false);
            }
            super.visitInsn(opcode);
        }
    }
}
