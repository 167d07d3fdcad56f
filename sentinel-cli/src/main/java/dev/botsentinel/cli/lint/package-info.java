/**
 * What is valid in a policy and still wrong. Each check is a class that looks at the whole policy and reports {@link
 * dev.botsentinel.cli.lint.LintFinding}s. Imports {@code policy} and the arithmetic of {@code worstcase}. Start at {@link
 * dev.botsentinel.cli.lint.PolicyLint}.
 */
@NullMarked
package dev.botsentinel.cli.lint;

import org.jspecify.annotations.NullMarked;
