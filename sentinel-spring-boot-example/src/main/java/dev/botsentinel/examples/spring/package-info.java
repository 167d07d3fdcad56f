/** A guarded webhook on Spring Boot. */
@NullMarked
package dev.botsentinel.examples.spring;

import org.jspecify.annotations.NullMarked;
