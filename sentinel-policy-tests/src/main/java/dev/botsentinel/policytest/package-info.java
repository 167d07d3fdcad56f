/**
 * Tests of policies on a virtual clock: {@link dev.botsentinel.policytest.PolicyTestFile} reads them from files of given,
 * when and then, {@link dev.botsentinel.policytest.GuardUnderTest} is what they ask, {@link
 * dev.botsentinel.policytest.SentUpdate} is an update written short, {@link dev.botsentinel.policytest.RuleCoverage} tells
 * which rules no test has met. Imports no JUnit.
 */
@NullMarked
package dev.botsentinel.policytest;

import org.jspecify.annotations.NullMarked;
