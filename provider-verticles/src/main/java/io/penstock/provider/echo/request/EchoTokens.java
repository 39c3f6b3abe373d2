package io.penstock.provider.echo.request;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A text cut into echo's tokens, one at a time: a word with the white space before it, or any other
 * single character with the white space before it. Joined they are the text again. No token is
 * longer than {@link #MAX_LENGTH} characters, so that neither one word nor one gap can be.
 */
public final class EchoTokens implements Iterator<String> {

    static final int MAX_LENGTH = 64;

    private final String text;
    private int next;

    public EchoTokens(String text) {
        this.text = text;
    }

    public static long count(String text) {
        EchoTokens tokens = new EchoTokens(text);
        long count = 0;
        for (; tokens.hasNext(); count++) {
            tokens.next = tokens.endOfNext();
        }
        return count;
    }

    @Override
    public boolean hasNext() {
        return next < text.length();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int start = next;
        next = endOfNext();
        return text.substring(start, next);
    }

    private int endOfNext() {
        int limit = Math.min(text.length(), next + MAX_LENGTH);
        int end = next;
        while (end < limit && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        int word = end;
        while (end < limit) {
            int character = text.codePointAt(end);
            if (!isPartOfWord(character)) {
                return end > word ? end : end + Character.charCount(character);
            }
            end += Character.charCount(character);
        }
        return end;
    }

    /** Scripts without spaces between words count one token a character. */
    private static boolean isPartOfWord(int character) {
        return (Character.isLetterOrDigit(character) && !Character.isIdeographic(character)) || character == '_';
    }
}
