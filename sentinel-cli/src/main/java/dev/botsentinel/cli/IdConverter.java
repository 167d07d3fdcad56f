package dev.botsentinel.cli;

import dev.botsentinel.request.Subject;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The id of a subject, a chat, a topic or a space: not blank, and as long as ids can be. */
final class IdConverter implements ITypeConverter<String> {

    @Override
    public String convert(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException(
                    "a blank is no id; give it as the platform does, such as 42 or -100777 (is a shell variable empty?)");
        }
        if (value.length() > Subject.MAX_ID_LENGTH) {
            throw new TypeConversionException(
                    "an id has at most " + Subject.MAX_ID_LENGTH + " characters, this one has " + value.length()
                            + "; give it as the platform does, such as 42 or -100777");
        }
        return value;
    }
}
