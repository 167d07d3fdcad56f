package dev.botsentinel.cli;

import dev.botsentinel.store.StoreAdmin;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who changes something: not blank, for the audit log names nobody else. */
final class ActorConverter implements ITypeConverter<String> {

    @Override
    public String convert(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException("a blank is nobody; say who you are, such as anna");
        }
        return ReasonConverter.bounded(value);
    }

    /** Why something is changed; may be empty. */
    static final class ReasonConverter implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            return bounded(value);
        }

        private static String bounded(String value) {
            if (value.length() > StoreAdmin.MAX_TEXT_LENGTH) {
                throw new TypeConversionException("it has " + value.length() + " characters, but at most "
                        + StoreAdmin.MAX_TEXT_LENGTH + " are kept; shorten it");
            }
            return value;
        }
    }
}
