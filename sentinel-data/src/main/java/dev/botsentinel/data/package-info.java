/**
 * Personal data of users and chats: declared fields, encrypted where they are sensitive, gone when their time is over. Start at
 * {@link dev.botsentinel.data.PersonalData}. Imports its own packages {@code storage} and {@code key}.
 */
@NullMarked
package dev.botsentinel.data;

import org.jspecify.annotations.NullMarked;
