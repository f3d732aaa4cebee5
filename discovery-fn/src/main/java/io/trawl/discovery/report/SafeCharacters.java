package io.trawl.discovery.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.trawl.api.util.OneLine;

/**
 * Escapes characters in JSON that a terminal would take for a command or for a change of direction. To a JSON parser
 * the text stays the same.
 */
final class SafeCharacters extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private static final char DELETE = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = standardAsciiEscapesForJSON();
        codes[DELETE] = ESCAPE_STANDARD;
        return codes;
    }

    /** Jackson calls it for each character that is not ASCII. */
    @Override
    public SerializableString getEscapeSequence(int character) {
        char asked = (char) character;
        return OneLine.isUnsafe(asked) ? new SerializedString(OneLine.code(asked)) : null;
    }
}
