/**
 * Whole guards compared on random traces: {@link dev.botsentinel.storage.tests.chain.ChainDifferential} asks two guards, over
 * a storage each, the same; what the parent package does with plans. Imports all of core, the front door included, and
 * the parent package.
 */
@NullMarked
package dev.botsentinel.storage.tests.chain;

import org.jspecify.annotations.NullMarked;
