/** Tests of an application's guard alone: {@link dev.botsentinel.spring.test.SentinelTest}. */
@NullMarked
package dev.botsentinel.spring.test;

import org.jspecify.annotations.NullMarked;
