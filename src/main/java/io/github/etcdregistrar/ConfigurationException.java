package io.github.etcdregistrar;

/** A property is not right. The message names it, its value, where that came from, and what would be right. */
public class ConfigurationException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
