@NullMarked
package dev.botsentinel.spring.test;

import org.jspecify.annotations.NullMarked;
