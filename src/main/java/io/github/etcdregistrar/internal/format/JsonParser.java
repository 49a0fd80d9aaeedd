package io.github.etcdregistrar.internal.format;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259), as {@link JsonText} writes it. An exception never quotes the text, which can be anything. */
final class JsonParser {

    /** Deeper than any format, and far from what a stack can hold. */
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private int depth;

    private JsonParser(String text) {
        this.text = text;
    }

    /**
     * Reads an object: maps, lists, text, {@link BigDecimal}, booleans and null.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Map<String, Object> object(String text) {
        JsonParser parser = new JsonParser(text);
        Object value = parser.value();
        parser.check(parser.peek() == '\0' && parser.at == text.length(), "there is something after its end");
        parser.check(value instanceof Map, "it is no object");
        return EntryText.object(value);
    }

    private Object value() {
        check(++depth <= DEEPEST, "it is nested too deeply");
        char first = peek();
        Object value =
                switch (first) {
                    case '{' -> map();
                    case '[' -> list();
                    case '"' -> string();
                    case 't' -> word("true", true);
                    case 'f' -> word("false", false);
                    case 'n' -> word("null", null);
                    default -> number();
                };
        depth--;
        return value;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (more('}', map.isEmpty())) {
            check(peek() == '"', "a name is missing");
            String name = string();
            check(peek() == ':', "a colon is missing");
            at++;
            map.put(name, value());
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        at++;
        while (more(']', list.isEmpty())) {
            list.add(value());
        }
        return list;
    }

    /** Whether there is one more element; goes over the comma, or over the end. */
    private boolean more(char end, boolean first) {
        char next = peek();
        if (next == end) {
            at++;
            return false;
        }
        if (!first) {
            check(next == ',', "a comma is missing");
            at++;
        }
        return true;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        for (char c = next(); c != '"'; c = next()) {
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = next();
        int known = "bfnrt".indexOf(c);
        if (c == 'u') {
            check(at + 4 <= text.length(), "it ends too early");
            at += 4;
            return (char) Integer.parseInt(text, at - 4, at, 16);
        }
        check(known >= 0 || "\"\\/".indexOf(c) >= 0, "an escape is unknown");
        return known >= 0 ? "\b\f\n\r\t".charAt(known) : c;
    }

    private Object word(String word, Object value) {
        check(text.startsWith(word, at), "a value is unknown");
        at += word.length();
        return value;
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        check(at > start, "a value is missing");
        return new BigDecimal(text.substring(start, at));
    }

    private char next() {
        check(at < text.length(), "it ends too early");
        return text.charAt(at++);
    }

    /** The next character after white space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("as JSON, " + otherwise + " at character " + at);
        }
    }
}
