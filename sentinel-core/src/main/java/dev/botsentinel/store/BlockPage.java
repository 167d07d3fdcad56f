package dev.botsentinel.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the blocks in force.
 *
 * @param blocks in order of the subjects' ids
 * @param next what to pass for the next page; null if this is the last one
 */
public record BlockPage(List<Block> blocks, @Nullable String next) {

    public BlockPage {
        blocks = List.copyOf(blocks);
    }
}
