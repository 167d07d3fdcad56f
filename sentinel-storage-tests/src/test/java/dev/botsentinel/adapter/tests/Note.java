package dev.botsentinel.adapter.tests;

import org.jspecify.annotations.Nullable;

/** An update of an invented platform that has everything. */
record Note(
        int number,
        String kind,
        int person,
        int chat,
        @Nullable Integer topic,
        @Nullable Integer space,
        boolean bot,
        String text) {}
