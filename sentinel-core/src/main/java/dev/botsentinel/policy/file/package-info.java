/**
 * The policy file: YAML in, {@link dev.botsentinel.policy.PolicySet} out, or all of the file's errors with their lines
 * and columns. Imports {@code policy} and the YAML reader, whose types stay inside. Start at
 * {@link dev.botsentinel.policy.file.PolicyFile}; what a file may say is in {@code docs/policy.md}.
 *
 * <p>A file goes through four hands: {@code PolicyText} makes characters of bytes, {@code YamlComposer} makes a tree with
 * positions of them, {@code PolicyReader} and the readers beneath it make the parts, and the parts and
 * {@code PolicySet} judge themselves, so that a builder meets the same rules.
 */
@NullMarked
package dev.botsentinel.policy.file;

import org.jspecify.annotations.NullMarked;
