/** Policies under JUnit 5. Start at {@link dev.botsentinel.policytest.junit.PolicyExtension}. */
@NullMarked
package dev.botsentinel.policytest.junit;

import org.jspecify.annotations.NullMarked;
